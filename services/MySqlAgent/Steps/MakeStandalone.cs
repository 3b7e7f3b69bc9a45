using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.MakeStandalone;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes a cluster that has left its set a healthy cluster of its own. Its metadata is made anew by adopting the running group: what a removal, a removal in absence and the last cluster of a set leave behind differs, and this ends all three alike.</summary>
public sealed class MakeStandalone(AdminCalls admin, ClusterLook look, IServers servers, LeftChannel channel, StepWait wait, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    private const string Metadata = "mysql_innodb_cluster_metadata";
    private const string Action = "mysql_disable_super_read_only_if_primary";

    // The set itself lets nobody go while it has other clusters; an invalidated one counts, for it may be rejoined.
    private const string Others = $"SELECT cluster_name name FROM {Metadata}.v2_cs_members WHERE cluster_id NOT IN (SELECT cluster_id FROM {Metadata}.v2_this_instance)";

    private const string OwnSchema = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'clusterset_suite'"; // heartbeats, probes
    private const string ReadOnly = "SELECT @@GLOBAL.read_only"; // on with super_read_only too
    private const string Writable = $"SELECT COUNT(*) FROM performance_schema.replication_group_member_actions WHERE name = '{Action}' AND enabled = 1";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var primary = view.NeedPrimary();
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        if (Strange(command, view) is { } strange)
            return strange;
        if (!command.LetGo && view.SetMember is { SetRole: "PRIMARY" } && await sql.Query(Others, ct) is { Count: > 0 } others)
            return StepState.IsUnsafe(
                $"{command.Cluster.Name} is the primary of ClusterSet {command.SetName}, which has other clusters: {string.Join(", ", others.Select(row => row["name"]))}",
                "take them out of the set first (clusterset remove), or move the primary (clusterset switchover)");
        if (view.SetMember is { SetRole: not "PRIMARY" } && await channel.SourceKeeps(command.Cluster, primary.Pod, sql, ct))
            return StepState.IsUnsafe(
                $"ClusterSet {command.SetName} still has {primary.ClusterName}: the primary that it replicates from says so", "take it out of the set first (clusterset remove)");
        var left = await Left(view, primary, sql, ct);
        return left.Count > 0
            ? StepState.Needs($"{command.Cluster.Name} {string.Join(", ", left)}")
            : StepState.IsDone(new StandaloneCluster(view.Online, (await sql.Scalar("SELECT @@GLOBAL.gtid_executed", ct) ?? "").Replace("\n", "", StringComparison.Ordinal)));
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        if (await Check(command, ct) is StepState.Unsafe refused)
            throw new StepRefusedException(refused.Reason, refused.Advice);
        var view = await look.At(command.Cluster, ct);
        var primary = view.NeedPrimary();
        progress.Report("taking the set's replication channel away");
        await channel.Remove(view, ct);
        await MakeWritable(command.Cluster, primary.Pod, ct);
        if (TracesOf(view, primary).Any())
            await Adopt(command.Cluster, primary.Pod, ct);
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        await sql.Execute("DROP SCHEMA IF EXISTS clusterset_suite", ct); // last: the guard of a set's primary would make it anew
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => // the secondaries apply the new metadata some time after the primary has it
        wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.SettleLimit, ct);

    /// <summary>Why the cluster is not the one that is meant, or null.</summary>
    internal static StepState? Strange(Command command, ClusterView view) => view.SetMember is { } member && member.SetName != command.SetName
        ? StepState.IsUnsafe($"cluster {command.Cluster.Name} is in ClusterSet {member.SetName}", $"only traces of {command.SetName} are taken away: name the other set")
        : null;

    /// <summary>What the metadata still says of a set, or lacks of a cluster of its own.</summary>
    internal static IEnumerable<string> TracesOf(ClusterView view, ServerView primary)
    {
        // A server outside the group keeps its old metadata until it comes back into it.
        var told = view.Servers.Where(server => server.InGroup && (server.KnownSets.Count > 0 || server.SetName is not null)).Select(server => server.Pod).ToList();
        if (told.Count > 0)
            yield return $"still has the metadata of a ClusterSet ({string.Join(", ", told)})";
        else if (primary.ClusterName is null)
            yield return "is not managed by AdminAPI";
    }

    private async Task<List<string>> Left(ClusterView view, ServerView primary, ISql sql, CancellationToken ct)
    {
        var left = TracesOf(view, primary).ToList();
        if (await channel.Pods(view, ct) is { Count: > 0 } pods)
            left.Add($"still has the set's replication channel ({string.Join(", ", pods)})");
        if (await sql.Scalar(OwnSchema, ct) != "0")
            left.Add("still has the suite's schema clusterset_suite");
        if (await sql.Scalar(ReadOnly, ct) != "0")
            left.Add("is read-only");
        if (await sql.Scalar(Writable, ct) == "0")
            left.Add("would be read-only after the next election");
        return left;
    }

    // In a set the action is off on replicas: there AdminAPI alone makes a primary writable.
    private async Task MakeWritable(LocalCluster cluster, string primary, CancellationToken ct)
    {
        progress.Report("making the cluster writable");
        await using var sql = await servers.Open(cluster, primary, ct);
        await sql.Execute("SET GLOBAL super_read_only = OFF", ct);
        await sql.Execute("SET GLOBAL read_only = OFF", ct);
        if (await sql.Scalar(Writable, ct) == "0")
            await sql.Execute($"DO group_replication_enable_member_action('{Action}', 'AFTER_PRIMARY_ELECTION')", ct);
    }

    private async Task Adopt(LocalCluster cluster, string primary, CancellationToken ct)
    {
        progress.Report("making the metadata of a cluster of its own, by adopting the running group");
        await using (var sql = await servers.Open(cluster, primary, ct))
            await sql.Execute($"DROP SCHEMA IF EXISTS {Metadata}", ct);
        // The name that the operator gives (field notes, operator); it finds the cluster without it.
        string[] call = ["dba", "createCluster", cluster.Name.Replace('-', '_'), "--adoptFromGR=true"];
        var result = await admin.Run(cluster, primary, ct, call);
        if (!result.Ok)
            throw admin.Failure(result, cluster, primary, call);
    }
}
