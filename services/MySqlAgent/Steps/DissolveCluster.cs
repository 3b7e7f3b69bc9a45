using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.DissolveCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Dissolves the group that the operator made on a replica's site, so that its first server can be cloned.</summary>
public sealed class DissolveCluster(AdminCalls admin, ClusterLook look, IServers servers, IStepProgress progress) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var state = Decide(view, command.SetName);
        return state is StepState.Unsafe || command.DiscardData || view.SetMember is not null || view.Servers.Any(s => s.KnownSets.Contains(command.SetName))
            ? state
            : await Data(view, ct) ?? state;
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        // Without prompts dissolve goes ahead, even on a ClusterSet's only cluster (transcript 060), so the same endpoint is looked at twice, by two ways.
        if (await Check(command, ct) is StepState.Unsafe refused)
            throw new StepRefusedException(refused.Reason, refused.Advice);
        var view = (await look.At(command.Cluster, ct)).NeedAll();
        var managed = view.Servers.Where(s => s.InGroup && s.ClusterName is not null).OrderByDescending(s => s.Role == "PRIMARY").FirstOrDefault();
        if (managed is not null)
            await Dissolve(command, managed, ct);
        else
            foreach (var left in view.Servers.Where(s => s.InGroup))
                await Stop(command.Cluster, left, ct);
    }

    /// <summary>What is to be done, by the servers' own word and without regard to user data.</summary>
    internal static StepState Decide(ClusterView view, string setName)
    {
        if (view.SetMember is { } member)
            return member.SetName == setName
                ? StepState.IsDone()
                : StepState.IsUnsafe($"cluster {view.Cluster.Name} is in ClusterSet {member.SetName}", "take it out of that ClusterSet first (clusterset removeCluster)");
        if (view.Servers.Any(s => s.KnownSets.Contains(setName)))
            return StepState.IsDone(); // its first server was cloned from the set: dissolved long ago, and its data is the primary's
        view.NeedAll();
        if (view.Standalone)
            return StepState.IsDone();
        return view.Servers.Any(s => s.InGroup)
            ? StepState.Needs($"the group of {view.Cluster.Name} is still there: {view.Summary}")
            : throw new StepFailedException(
                $"cluster {view.Cluster.Name} has metadata, but its group is OFFLINE: {view.Summary}",
                "the operator restores it by itself; when it does not, reboot it (dba rebootClusterFromCompleteOutage), then resume", retriable: true);
    }

    private async Task Dissolve(Command command, ServerView endpoint, CancellationToken ct)
    {
        var host = servers.Address(command.Cluster, endpoint.Pod);
        var seen = await admin.Rows(
            command.Cluster, endpoint.Pod, host, "SELECT @@server_uuid AS uuid, (SELECT COUNT(*) FROM mysql_innodb_cluster_metadata.v2_cs_members) AS clusters", ct);
        if (seen is not [var only] || only["uuid"] != endpoint.Uuid || only["clusters"] != "0")
            throw new StepRefusedException(
                $"mysqlsh at {host} sees another server than {endpoint.Pod}, or one in a ClusterSet", "names must resolve to this site's own pods: look at CoreDNS, then resume");
        progress.Report($"dissolving {command.Cluster.Name}");
        string[] call = ["cluster", "dissolve"];
        var result = await admin.Run(command.Cluster, endpoint.Pod, ct, call);
        if (!result.Ok && result.Code != ShellCodes.NoMetadata)
            throw admin.Failure(result, command.Cluster, endpoint.Pod, call);
    }

    // A dissolve that was killed has dropped the metadata and left members behind; AdminAPI does not know them any more (51113).
    private async Task Stop(LocalCluster cluster, ServerView left, CancellationToken ct)
    {
        progress.Report($"stopping what an interrupted dissolve left on {left.Pod}");
        await using var sql = await servers.Open(cluster, left.Pod, ct);
        await sql.LeaveGroup(ct);
    }

    private async Task<StepState?> Data(ClusterView view, CancellationToken ct)
    {
        var holder = view.Primary ?? view.Servers.First(s => s.Answers);
        await using var sql = await servers.Open(view.Cluster, holder.Pod, ct);
        if (await UserData.In(sql, ct) is not { Count: > 0 } found)
            return null;
        var gtids = (await sql.Scalar("SELECT @@GLOBAL.gtid_executed", ct))?.Replace("\n", "", StringComparison.Ordinal);
        return StepState.IsUnsafe(
            $"{holder.Pod} holds user data that the clone would destroy: {string.Join(", ", found)}; its GTIDs: {gtids}",
            "back it up and drop these schemas, or give them up in the spec (cluster: {existingData: discard}), or choose another site as the primary");
    }
}
