using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Observations share the queue of the signs of life.</summary>
public sealed class SiteObservationDefinition : ConsumerDefinition<SiteObservationConsumer>
{
    /// <summary>Names the queue.</summary>
    public SiteObservationDefinition()
    {
        EndpointName = EndpointRules.Signs;
    }
}
