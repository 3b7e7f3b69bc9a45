using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.DiscardCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Takes a cluster apart that its set has let go and that is to be cloned anew; AdminAPI refuses servers that still have metadata of a cluster of their own (51305, 51314).</summary>
public sealed class DiscardCluster(ClusterLook look, IServers servers, LeftChannel channel, IStepProgress progress) : IStep<Command>
{
    private const string Open = "SELECT @@GLOBAL.super_read_only = 0 AND @@GLOBAL.offline_mode = 0";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var view = (await look.At(command.Cluster, ct)).NeedAll();
        if (view.Servers.FirstOrDefault(server => server.SetName is { } other && other != command.SetName) is { } stranger)
            return StepState.IsUnsafe($"{stranger.Pod} is in ClusterSet {stranger.SetName}", $"only a cluster that has left {command.SetName} is taken apart");
        var left = new List<string>();
        foreach (var server in view.Servers)
        {
            await using var sql = await servers.Open(command.Cluster, server.Pod, ct);
            if (server.HasMetadata && await channel.SourceKeeps(command.Cluster, server.Pod, sql, ct))
                return StepState.IsUnsafe($"the primary still has {server.ClusterName} in ClusterSet {command.SetName}", "nothing is to be taken apart: look at clusterset status");
            if (server.State == "OFFLINE" && !server.HasMetadata)
                continue;
            if (await sql.Scalar(Open, ct) == "1")
                return StepState.IsUnsafe($"{server.Pod} would take writes", "a cluster is fenced before it is taken apart: resume the operation, which does that first, or ask for it anew");
            left.Add($"{server.Pod} ({server.State}{(server.HasMetadata ? ", with metadata" : "")})");
        }

        left.AddRange((await channel.Pods(view, ct)).Select(pod => $"{pod} (with the set's channel)"));
        return left.Count == 0 ? StepState.IsDone() : StepState.Needs($"to be taken apart: {string.Join(", ", left)}");
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        if (await Check(command, ct) is StepState.Unsafe refused)
            throw new StepRefusedException(refused.Reason, refused.Advice);
        var view = await look.At(command.Cluster, ct);
        foreach (var server in view.NeedAll().Servers.OrderBy(server => server.Role == "PRIMARY")) // no elections on the way
        {
            progress.Report($"taking {server.Pod} out of its group");
            await using var sql = await servers.Open(command.Cluster, server.Pod, ct);
            await sql.LeaveGroup(ct);
            await channel.Discard(command.Cluster, server.Pod, ct);
            await DropMetadata(sql, ct);
        }
    }

    // The schema can only be dropped while super_read_only is off: for that moment offline_mode keeps clients out. The drop is not logged, so it is no transaction of the server's own.
    private static async Task DropMetadata(ISql sql, CancellationToken ct)
    {
        var wasOffline = await sql.Scalar("SELECT @@GLOBAL.offline_mode", ct) == "1";
        await sql.Execute("SET GLOBAL offline_mode = ON", ct);
        try
        {
            await sql.Execute("SET SESSION sql_log_bin = 0; SET GLOBAL super_read_only = OFF; DROP SCHEMA IF EXISTS mysql_innodb_cluster_metadata", ct);
        }
        finally
        {
            await sql.Execute("SET GLOBAL super_read_only = ON", CancellationToken.None);
        }

        if (!wasOffline)
            await sql.Execute("SET GLOBAL offline_mode = OFF", ct);
    }
}
