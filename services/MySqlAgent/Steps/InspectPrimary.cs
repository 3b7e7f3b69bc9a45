using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Switching;
using Command = ClusterSetSuite.Contracts.Steps.InspectPrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Looks at the primary before it moves: it must be the primary in the newest view, every replica must be reachable, and none may have transactions of its own.</summary>
public sealed class InspectPrimary(ClusterRounds rounds, AdminCalls admin, IServers servers) : IStep<Command>
{
    private static readonly string[] Status = ["clusterset", "status", "--extended=1"];

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        var state = Decide(seen, command);
        if (state is not StepState.Done || seen.NeedSet().Primary == command.Target)
            return state;
        var primary = seen.NeedPrimary();
        return await Errant(command, primary, ct) ?? await Unavailable(command, primary, ct) ?? state;
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What the servers of this cluster and the views of the others allow.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Target) is { } mismatch)
            return mismatch;
        if (command.Replicas.Where(replica => replica.Value.View > set.View).Select(replica => replica.Key).FirstOrDefault() is { } newer)
            return StepState.IsUnsafe(
                $"{newer} knows a newer view of the set than {seen.Name}: the primary was moved without {seen.Name}", $"look at clusterset status; take {seen.Name} back with clusterset rejoin");
        if (set.Primary == command.Target)
            return StepState.IsDone();
        if (set.Own is { } own && set.Primary != own)
            return StepState.IsUnsafe($"{own} is not the primary of {command.SetName}: {set.Primary ?? "no cluster"} is", "ask again: the primary has moved since");
        return primary.IsWritable
            ? StepState.IsDone()
            : StepState.IsUnsafe($"{primary.Pod}, the primary's first server, is read-only: the cluster is fenced", "lift the fence first, when it is sure that no other cluster is writable");
    }

    // Subtracted on the primary itself, after the replicas were read: what has come since can not look errant.
    private async Task<StepState?> Errant(Command command, MemberObservation primary, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        foreach (var (name, replica) in command.Replicas)
        {
            var rows = await sql.Query("SELECT GTID_SUBTRACT(@theirs, @@GLOBAL.gtid_executed) errant", new Dictionary<string, object?> { ["@theirs"] = replica.Executed }, ct);
            if (rows[0]["errant"] is { Length: > 0 } errant)
                return StepState.IsUnsafe(
                    $"{name} has transactions that the primary has not: {MemberRound.OneLine(errant).Short()}",
                    $"somebody wrote to {name}: export what is needed of them (mysqlbinlog --include-gtids) and provision it anew");
        }

        return null;
    }

    // AdminAPI refuses (51613) while a replica is unreachable and not named to be given up.
    private async Task<StepState?> Unavailable(Command command, MemberObservation primary, CancellationToken ct)
    {
        var result = await admin.Run(command.Cluster, primary.Pod, ct, Status);
        if (!result.Ok || result.Json is not { } json)
            throw admin.Failure(result, command.Cluster, primary.Pod, Status);
        var lost = SetStatusJson.Read(json).Clusters
            .Where(cluster => cluster is not { GlobalStatus: "OK" or "INVALIDATED" } && !command.Invalidate.Contains(cluster.Name))
            .Select(cluster => $"{cluster.Name} is {cluster.GlobalStatus}{(cluster.ReplicationStatus is { } channel ? $" (channel {channel})" : "")}")
            .ToArray();
        return lost.Length == 0
            ? null
            : StepState.IsUnsafe($"seen from {primary.Pod}: {string.Join("; ", lost)}", "mend it first, or, for a replica that is lost, give it up with --invalidate SITE and rejoin it later");
    }
}
