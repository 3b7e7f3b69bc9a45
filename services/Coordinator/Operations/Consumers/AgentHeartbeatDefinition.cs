using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Heartbeats share the queue of the signs of life.</summary>
public sealed class AgentHeartbeatDefinition : ConsumerDefinition<AgentHeartbeatConsumer>
{
    /// <summary>Names the queue.</summary>
    public AgentHeartbeatDefinition()
    {
        EndpointName = EndpointRules.Signs;
    }
}
