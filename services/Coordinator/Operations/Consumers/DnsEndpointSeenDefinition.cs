using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Shares the queue of the signs of life: only the newest counts.</summary>
public sealed class DnsEndpointSeenDefinition : ConsumerDefinition<DnsEndpointSeenConsumer>
{
    /// <summary>Names the queue.</summary>
    public DnsEndpointSeenDefinition()
    {
        EndpointName = EndpointRules.Signs;
    }
}
