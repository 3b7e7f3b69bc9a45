using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.AwaitPrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Waits until the detector has made this site's cluster the primary.</summary>
public sealed class AwaitPrimary(ClusterRounds rounds, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, command.Patience,
        reason => new StepFailedException($"{reason}, {command.Patience.TotalSeconds:0} s after the primary's site was cut off", $"clusterset status {command.SetName} says what the detector waits for; the site is let go by itself, and takes writes again if nothing was promoted", retriable: false),
        ct);

    /// <summary>Whether it takes writes as the set's primary.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var set = seen.NeedSet();
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        if (set.Primary != command.Name)
            return StepState.Needs($"{set.Primary ?? "no cluster"} is the primary of {command.SetName} still, not {command.Name}");
        return seen.Primary is { IsWritable: true } ? StepState.IsDone() : StepState.Needs($"{command.Name} is the primary and takes no writes yet");
    }
}
