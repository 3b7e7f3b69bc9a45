using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.VerifyFollower;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies that no server of this cluster is writable, and that it follows the set's primary.</summary>
public sealed class VerifyFollower(ClusterRounds rounds, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, options.Value.SettleLimit,
        reason => new StepFailedException(reason, "repair the channel: clusterset rejoin", retriable: true),
        ct);

    /// <summary>A writable server is told whatever the view says.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        if (seen.Writable.Select(member => member.Pod).ToArray() is { Length: > 0 } writable)
            return StepState.IsUnsafe($"{string.Join(", ", writable)} of {command.Name} would take writes, and {command.Primary} is the primary", "fence them at once: SET GLOBAL super_read_only = ON");
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        if (set.Primary != command.Primary)
            return StepState.Needs($"{command.Name} does not know yet that {command.Primary} is the primary");
        return primary.Channel is { Runs: true }
            ? StepState.IsDone()
            : StepState.Needs($"the channel to {command.Name} is {primary.Channel?.Word ?? "missing"}{(primary.Channel?.Error is { } error ? $": {error}" : "")}");
    }
}
