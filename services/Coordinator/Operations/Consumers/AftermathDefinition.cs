using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Has a queue of its own: what it does may wait.</summary>
public sealed class AftermathDefinition : ConsumerDefinition<AftermathConsumer>
{
    /// <summary>Names the queue.</summary>
    public AftermathDefinition()
    {
        EndpointName = EndpointRules.Aftermath;
    }
}
