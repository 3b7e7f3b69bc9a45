using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>Reads the metadata of one server.</summary>
internal static class MetadataReader
{
    /// <summary>Null when the server has no metadata.</summary>
    public static async Task<Snapshot?> ReadMetadata(this Server server, CancellationToken ct)
    {
        if (!await server.Is("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'mysql_innodb_cluster_metadata' AND table_name = 'schema_version'", ct))
            return null;
        var set = await server.First("SELECT clusterset_id, domain_name, view_id FROM mysql_innodb_cluster_metadata.v2_cs_clustersets LIMIT 1", ct);
        var clusters = await server.Query(
            """
            SELECT c.cluster_id, c.cluster_name, c.group_name, c.clusterset_id, m.member_role, COALESCE(m.invalidated, 0) AS invalidated,
                   c.attributes ->> '$.clusterSetReplicationUser' AS replication_user, c.attributes ->> '$.opt_replHeartbeatPeriod' AS heartbeat
            FROM mysql_innodb_cluster_metadata.v2_gr_clusters c LEFT JOIN mysql_innodb_cluster_metadata.v2_cs_members m USING (cluster_id)
            """,
            ct);
        var instances = await server.Query(
            """
            SELECT instance_id, cluster_id, label, mysql_server_uuid, COALESCE(endpoint, address) AS address,
                   attributes ->> '$.recoveryAccountUser' AS recovery_user, CAST(attributes ->> '$.server_id' AS UNSIGNED) AS server_id
            FROM mysql_innodb_cluster_metadata.v2_instances ORDER BY instance_id
            """,
            ct);
        return new(
            [.. clusters.Select(Cluster)],
            [.. instances.Select(Instance)],
            set is null ? null : new(set.Required("clusterset_id"), set.Required("domain_name"), set.Unsigned("view_id")),
            await server.Text("SELECT cluster_id FROM mysql_innodb_cluster_metadata.v2_this_instance", ct));
    }

    private static ClusterRecord Cluster(Row row) => new(
        row.Required("cluster_id"), row.Required("cluster_name"), row.Required("group_name"), row.Text("clusterset_id"),
        row.Text("member_role"), row.Flag("invalidated"), row.Text("replication_user"), row.Text("heartbeat"));

    private static InstanceRecord Instance(Row row) => new(
        row.Number("instance_id"), row.Required("cluster_id"), row.Required("label"), row.Required("mysql_server_uuid"), row.Required("address"),
        row.Text("recovery_user"), row.Unsigned("server_id"));
}
