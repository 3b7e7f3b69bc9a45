using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.ReleaseGuard;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Lets a cluster go that has left its set: its guard would go on fencing what the next steps open.</summary>
public sealed class ReleaseGuard(InnoDbClusters clusters, IGuards guards, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        if (!MarkedClusters.IsOf(await clusters.Find(command.Cluster, ct), command.SetName))
            return StepState.IsDone();
        return guards.HoldOf(command.SetName) switch
        {
            null => StepState.Needs($"the guard of {command.Cluster.Name} has not begun yet"),
            [] => StepState.IsDone(),
            var hold => StepState.Needs(string.Join("; ", hold)),
        };
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct)
    {
        guards.Release(command.SetName);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Until(
        token =>
        {
            guards.Release(command.SetName); // one that began only now
            return Check(command, token);
        },
        options.Value.LookInterval,
        options.Value.SettleLimit,
        ct);
}
