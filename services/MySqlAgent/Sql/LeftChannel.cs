using System.Globalization;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>The channel by which a replica cluster followed its set; taken away from a cluster that has left it.</summary>
public sealed class LeftChannel(IServers servers, AdminCalls admin, Eventually eventually, IOptions<MySqlOptions> options)
{
    private const string Name = "clusterset_replication";

    // What was received is this cluster's data too; relay logs are gone with the channel.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(60);

    private const string Exists = $"SELECT COUNT(*) FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = '{Name}'";

    private const string Managed = $"SELECT MANAGED_NAME name FROM performance_schema.replication_asynchronous_connection_failover_managed WHERE CHANNEL_NAME = '{Name}'";

    private const string Waiting = $"""
        SELECT GTID_SUBTRACT(RECEIVED_TRANSACTION_SET, @@GLOBAL.gtid_executed) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '{Name}'
        """;

    private const string Applies = $"SELECT SERVICE_STATE FROM performance_schema.replication_applier_status WHERE CHANNEL_NAME = '{Name}'";

    private const string Source = $"SELECT CONCAT(HOST, ':', PORT) FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = '{Name}'";

    private const string OwnId = "SELECT cluster_id FROM mysql_innodb_cluster_metadata.v2_this_instance";

    /// <summary>Whether the server that the channel comes from answers, and says that its set still has this cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="pod">One of its pods that has the metadata.</param>
    /// <param name="sql">The server in it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<bool> SourceKeeps(LocalCluster cluster, string pod, ISql sql, CancellationToken ct)
    {
        if (await sql.Scalar(Source, ct) is not { } source || !Guid.TryParse(await sql.Scalar(OwnId, ct), out var id))
            return false;
        var seen = await admin.Sql(
            cluster, pod, source, $"SELECT COUNT(*) AS kept FROM mysql_innodb_cluster_metadata.v2_cs_members WHERE cluster_id = '{id}' AND invalidated = 0", ct);
        return seen.Ok && seen.Rows() is [var row, ..] && row["kept"] != "0";
    }

    /// <summary>The pods whose servers have it.</summary>
    public async Task<IReadOnlyList<string>> Pods(ClusterView view, CancellationToken ct)
    {
        var found = await Task.WhenAll(view.Servers.Where(server => server.Answers).Select(async server =>
        {
            await using var sql = await servers.Open(view.Cluster, server.Pod, ct);
            return (server.Pod, Has: await Has(sql, ct));
        }));
        return [.. found.Where(server => server.Has).Select(server => server.Pod)];
    }

    /// <summary>Lets the primary apply what it has received, then takes the channel from every server.</summary>
    public async Task Remove(ClusterView view, CancellationToken ct)
    {
        var primary = view.NeedPrimary().Pod;
        await Drain(view.Cluster, primary, ct);
        foreach (var pod in view.Servers.Where(server => server.Answers).Select(server => server.Pod).OrderBy(pod => pod != primary))
            await Discard(view.Cluster, pod, ct);
    }

    private async Task Drain(LocalCluster cluster, string primary, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, primary, ct);
        if (!await Has(sql, ct))
            return;
        await sql.Execute($"STOP REPLICA IO_THREAD FOR CHANNEL '{Name}'", ct);
        if (await sql.Scalar(Applies, ct) == "ON")
            await eventually.Look(token => sql.Scalar(Waiting, token), left => string.IsNullOrEmpty(left), options.Value.LookInterval, DrainLimit, ct);
    }

    /// <summary>Takes the channel from one server, with what it has received and not applied.</summary>
    public async Task Discard(LocalCluster cluster, string pod, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, pod, ct);
        if (!await Has(sql, ct))
            return;
        await sql.Execute($"STOP REPLICA FOR CHANNEL '{Name}'", ct);
        foreach (var managed in await sql.Query(Managed, ct))
            await sql.Execute($"DO asynchronous_connection_failover_delete_managed('{Name}', @name)", new Dictionary<string, object?> { ["@name"] = managed["name"] }, ct);
        await sql.Execute($"RESET REPLICA ALL FOR CHANNEL '{Name}'", ct);
        await sql.Execute("RESET PERSIST IF EXISTS skip_replica_start", ct);
    }

    private static async Task<bool> Has(ISql sql, CancellationToken ct) => int.Parse(await sql.Scalar(Exists, ct) ?? "0", CultureInfo.InvariantCulture) > 0;
}
