using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Notes when an agent was last heard of.</summary>
public sealed class AgentHeartbeatConsumer(CoordinatorDb db, TimeProvider clock) : IConsumer<AgentHeartbeat>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<AgentHeartbeat> context)
    {
        var beat = context.Message;
        var agent = await db.Agents.FindAsync([beat.Site, beat.Agent], context.CancellationToken);
        if (agent is null)
            db.Add(agent = new AgentRow { Site = beat.Site, Agent = beat.Agent, Version = beat.Version, StartedAt = beat.StartedAt.ToUniversalTime(), SeenAt = clock.GetUtcNow() });
        (agent.Version, agent.StartedAt, agent.SeenAt) = (beat.Version, beat.StartedAt.ToUniversalTime(), clock.GetUtcNow());
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
