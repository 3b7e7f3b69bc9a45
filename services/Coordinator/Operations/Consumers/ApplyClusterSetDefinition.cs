using ClusterSetSuite.Contracts;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Requests share the queue of the operations.</summary>
public sealed class ApplyClusterSetDefinition : ConsumerDefinition<ApplyClusterSetConsumer>
{
    /// <summary>Names the queue.</summary>
    public ApplyClusterSetDefinition()
    {
        EndpointName = QueueNames.Coordinator;
    }
}
