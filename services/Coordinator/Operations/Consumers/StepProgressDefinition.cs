using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Signs of life have their own queue: many of them must not hold an answer up.</summary>
public sealed class StepProgressDefinition : ConsumerDefinition<StepProgressConsumer>
{
    /// <summary>Names the queue.</summary>
    public StepProgressDefinition()
    {
        EndpointName = EndpointRules.Signs;
    }
}
