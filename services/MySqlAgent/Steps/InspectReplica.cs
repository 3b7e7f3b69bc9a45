using System.Globalization;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Command = ClusterSetSuite.Contracts.Steps.InspectReplica;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Looks at a replica before the primary moves; as the target it must be able to take over at once.</summary>
public sealed class InspectReplica(ClusterRounds rounds) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Whether the primary may move, as far as this cluster is concerned.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        var isPrimary = set.Primary == command.Name;
        if (set.Find(command.Name) is { Invalidated: true })
            return StepState.IsUnsafe($"ClusterSet {command.SetName} has invalidated {command.Name}", "take it back first: clusterset rejoin");
        if (command.IsTarget && !isPrimary && Obstacle(primary, command) is { } obstacle)
            return obstacle;
        return StepState.IsDone(new ReplicaProfile
        {
            View = set.View, IsPrimary = isPrimary, PrimaryAddress = primary.Address, Executed = primary.Executed, Lag = primary.Channel?.Lag ?? 0,
        });
    }

    private static StepState? Obstacle(MemberObservation primary, Command command) => primary switch
    {
        { HasQuorum: false } => StepState.IsUnsafe($"the group of {command.Name} has no quorum as {primary.Pod} sees it", "restore the group first"),
        { Channel: null } => StepState.IsUnsafe($"{command.Name} has no channel from the primary", "repair it first: clusterset rejoin"),
        { Channel: { Runs: false } channel } => StepState.IsUnsafe(
            $"the channel to {command.Name} does not run: receiver {channel.Receiver}, applier {channel.Applier}{(channel.Error is { } error ? $": {error}" : "")}", "repair it first: clusterset rejoin"),
        { Channel.Delay: > 0 and var delay } => StepState.IsUnsafe($"the channel to {command.Name} is delayed by {delay} s (SOURCE_DELAY)", "take the delay out first"),
        { Channel: { } channel } when channel.Lag > command.MaxLag.TotalSeconds => StepState.IsUnsafe(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{command.Name} is {channel.Lag:0.#} s ({GtidSet.Parse(channel.Unapplied).Count} transactions) behind; {command.MaxLag.TotalSeconds:0.#} s are allowed"),
            "wait until it has caught up (clusterset status --watch), or allow more with --max-lag"),
        _ => null,
    };
}
