using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Isolation;
using Command = ClusterSetSuite.Contracts.Steps.IsolateSite;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Gives the order to cut this site off for a drill; <see cref="SiteIsolation"/> carries it out.</summary>
internal sealed class IsolateSite(SiteIsolation isolation, IsolationPolicy policy, TimeProvider time) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        if (isolation.Of(command.SetName) is { } order)
            return order.Until == command.Until
                ? StepState.IsDone()
                : StepState.IsUnsafe($"another drill has cut this site off until {order.Until.UtcDateTime:u}", "wait for its end");
        if (time.GetUtcNow() > command.NotAfter)
            return StepState.IsUnsafe("the order to cut this site off comes too late: whoever gave it waits for it no longer", $"ask for the drill of {command.SetName} again");
        return await policy.KindExists(command.Cluster, ct)
            ? StepState.Needs("the site is not cut off")
            : StepState.IsUnsafe("this cluster knows no CiliumNetworkPolicy, and it is by one that a site is cut off", $"see that the primary can be moved: clusterset drill {command.SetName} --to SITE");
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => isolation.Begin(new(command.SetName, command.Cluster, command.MeshName, command.Until), ct);
}
