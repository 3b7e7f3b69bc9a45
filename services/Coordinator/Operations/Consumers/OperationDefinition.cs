using ClusterSetSuite.Contracts;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>What decides goes through one queue.</summary>
public sealed class OperationDefinition : SagaDefinition<OperationState>
{
    /// <summary>Names the queue.</summary>
    public OperationDefinition()
    {
        EndpointName = QueueNames.Coordinator;
    }
}
