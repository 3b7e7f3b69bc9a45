using System.Globalization;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>Changes of the set: each makes a new view, copied from the last one and then altered, in one transaction.</summary>
internal static class ClusterSetWriter
{
    private const string Schema = "mysql_innodb_cluster_metadata";
    private const ulong FailoverStep = 1UL << 32; // a failover's view is newer than any that was lost with the old primary

    public static async Task<string> Create(Server primary, string name, string clusterId, CancellationToken ct)
    {
        var id = await primary.Text("SELECT UUID()", ct) ?? "";
        await InTransaction(primary, async () =>
        {
            await primary.Execute(
                $"INSERT INTO {Schema}.clustersets (clusterset_id, domain_name, options, attributes, router_options) VALUES (@p0, @p1, '{"{}"}', @p2, '{"{}"}')",
                ct, id, name, """{"opt_certIssuer": "", "opt_memberAuthType": "PASSWORD", "opt_replicationAllowedHost": "%", "opt_clusterSetReplicationSslMode": "REQUIRED"}""");
            await AddView(primary, id, 1, "CREATE", ct);
            await AddMember(primary, id, 1, clusterId, null, ct);
        }, ct);
        return id;
    }

    public static Task AddReplica(Server primary, ClusterSetRecord set, string clusterId, string primaryClusterId, string reason, CancellationToken ct) =>
        Change(primary, set.Id, reason, 1, view => AddMember(primary, set.Id, view, clusterId, primaryClusterId, ct), ct);

    public static Task Remove(Server primary, ClusterSetRecord set, string clusterId, CancellationToken ct) =>
        Change(primary, set.Id, "REMOVE_CLUSTER", 1, async view =>
        {
            await primary.Execute($"DELETE FROM {Schema}.clusterset_members WHERE clusterset_id = @p0 AND view_id = @p1 AND cluster_id = @p2", ct, set.Id, view, clusterId);
            await primary.Execute($"UPDATE {Schema}.clusters SET clusterset_id = NULL WHERE cluster_id = @p0", ct, clusterId);
        }, ct);

    public static Task SetPrimary(Server primary, ClusterSetRecord set, string clusterId, IEnumerable<string> invalidated, bool failover, CancellationToken ct) =>
        Change(primary, set.Id, failover ? "FORCE_PRIMARY" : "SWITCH_PRIMARY", failover ? FailoverStep : 1, async view =>
        {
            await primary.Execute(
                $"""
                UPDATE {Schema}.clusterset_members
                SET primary_cluster = (cluster_id = @p2), master_cluster_id = IF(cluster_id = @p2, NULL, @p2)
                WHERE clusterset_id = @p0 AND view_id = @p1
                """,
                ct, set.Id, view, clusterId);
            foreach (var gone in invalidated)
                await primary.Execute($"DELETE FROM {Schema}.clusterset_members WHERE clusterset_id = @p0 AND view_id = @p1 AND cluster_id = @p2", ct, set.Id, view, gone);
        }, ct);

    private static Task Change(Server primary, string id, string reason, ulong step, Func<ulong, Task> alter, CancellationToken ct) =>
        InTransaction(primary, async () =>
        {
            var last = await primary.Text($"SELECT MAX(view_id) FROM {Schema}.clusterset_views WHERE clusterset_id = @p0 FOR UPDATE", ct, id);
            var view = ulong.Parse(last!, CultureInfo.InvariantCulture) + step;
            await AddView(primary, id, view, reason, ct);
            await primary.Execute(
                $"""
                INSERT INTO {Schema}.clusterset_members
                SELECT clusterset_id, @p1, cluster_id, master_cluster_id, primary_cluster, attributes FROM {Schema}.clusterset_members WHERE clusterset_id = @p0 AND view_id = @p2
                """,
                ct, id, view, last);
            await alter(view);
        }, ct);

    private static Task AddView(Server primary, string id, ulong view, string reason, CancellationToken ct) => primary.Execute(
        $"""
        INSERT INTO {Schema}.clusterset_views (clusterset_id, view_id, topology_type, view_change_reason, view_change_time, view_change_info, attributes)
        VALUES (@p0, @p1, 'SINGLE-PRIMARY-TREE', @p2, NOW(6), JSON_OBJECT('user', USER(), 'source', @@server_uuid), '{"{}"}')
        """,
        ct, id, view, reason);

    private static async Task AddMember(Server primary, string id, ulong view, string clusterId, string? primaryClusterId, CancellationToken ct)
    {
        await primary.Execute(
            $"INSERT INTO {Schema}.clusterset_members (clusterset_id, view_id, cluster_id, master_cluster_id, primary_cluster, attributes) VALUES (@p0, @p1, @p2, @p3, @p3 IS NULL, '{"{}"}')",
            ct, id, view, clusterId, primaryClusterId);
        await primary.Execute($"UPDATE {Schema}.clusters SET clusterset_id = @p0 WHERE cluster_id = @p1", ct, id, clusterId);
    }

    private static async Task InTransaction(Server primary, Func<Task> work, CancellationToken ct)
    {
        await primary.Execute("START TRANSACTION", ct);
        try
        {
            await work();
            await primary.Execute("COMMIT", ct);
        }
        catch
        {
            await primary.Execute("ROLLBACK", CancellationToken.None);
            throw;
        }
    }
}
