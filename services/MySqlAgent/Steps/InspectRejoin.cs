using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Command = ClusterSetSuite.Contracts.Steps.InspectRejoin;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes sure, on the set's primary, that the cluster which is about to be fenced is not the primary itself.</summary>
public sealed class InspectRejoin(ClusterRounds rounds) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        var hasLeft = command.MayHaveLeft && set.Name == command.SetName && set.Find(command.Name) is null;
        if (!hasLeft && set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        if (set.Primary == command.Name)
            return StepState.IsUnsafe($"{command.Name} is the primary of {command.SetName}", "there is nothing to rejoin");
        return set.Own == set.Primary && primary.IsWritable
            ? StepState.IsDone()
            : StepState.IsUnsafe($"{seen.Name} is not the primary that takes writes ({set.Primary ?? "no cluster"} is the primary): {seen.Summary}", "look at clusterset status: a cluster can only be taken back by a primary that works");
    }
}
