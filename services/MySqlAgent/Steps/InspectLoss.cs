using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Command = ClusterSetSuite.Contracts.Steps.InspectLoss;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Asks a replica's servers what they know of the primary; judges nothing, for the verdict needs all replicas.</summary>
public sealed class InspectLoss(ClusterRounds rounds) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Tell(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    internal static StepState Tell(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        var channel = primary.Channel;
        return StepState.IsDone(new ReplicaEvidence
        {
            View = set.View,
            Primary = set.Primary,
            Invalidated = set.Find(command.Name)!.Invalidated,
            Receives = channel?.Receives ?? false,
            Channel = channel is null ? "MISSING" : $"{channel.Word}{(channel.Error is { } error ? $" ({error})" : "")}",
            SilentFor = channel?.SilentFor,
            Unapplied = GtidSet.Parse(channel?.Unapplied ?? "").Count,
        });
    }
}
