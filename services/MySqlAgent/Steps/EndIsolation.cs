using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Isolation;
using Command = ClusterSetSuite.Contracts.Steps.EndIsolation;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Lets this site go that was cut off for a drill.</summary>
internal sealed class EndIsolation(SiteIsolation isolation, IsolationPolicy policy) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) =>
        isolation.Of(command.SetName) is not null || await policy.Exists(command.Cluster, ct) ? StepState.Needs("the site is cut off") : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => isolation.End(command.SetName, command.Cluster, ct);
}
