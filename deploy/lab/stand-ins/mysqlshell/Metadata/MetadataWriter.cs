using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>Changes of clusters and instances in the metadata of the primary.</summary>
internal static class MetadataWriter
{
    private const string Schema = "mysql_innodb_cluster_metadata";

    public static async Task<string> AddCluster(Server primary, string name, string groupName, bool manualStart, CancellationToken ct)
    {
        var id = await primary.Text("SELECT UUID()", ct) ?? "";
        var attributes = new Document
        {
            ["adopted"] = 0,
            ["default"] = true,
            ["group_replication_group_name"] = groupName,
            ["opt_certIssuer"] = "",
            ["opt_gtidSetIsComplete"] = false,
            ["opt_manualStartOnBoot"] = manualStart,
            ["opt_memberAuthType"] = "PASSWORD",
            ["opt_replicationAllowedHost"] = "%",
        };
        await primary.Execute(
            $"""
            INSERT INTO {Schema}.clusters (cluster_id, cluster_name, description, options, attributes, cluster_type, primary_mode, router_options)
            VALUES (@p0, @p1, 'Default Cluster', '{"{}"}', @p2, 'gr', 'pm', '{"{}"}')
            """,
            ct, id, name, JsonText.Raw(attributes));
        return id;
    }

    public static async Task AddInstance(Server primary, string clusterId, Server member, string recoveryUser, CancellationToken ct)
    {
        var addresses = new Document { ["grLocal"] = member.Address, ["mysqlClassic"] = member.Address };
        if (member.XPort is { } x)
            addresses["mysqlX"] = $"{member.Host}:{x}";
        var attributes = new Document
        {
            ["joinTime"] = await primary.Text("SELECT DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%d %T.%f')", ct),
            ["opt_certSubject"] = "",
            ["recoveryAccountHost"] = "%",
            ["recoveryAccountUser"] = recoveryUser,
            ["server_id"] = member.Id,
        };
        await primary.Execute($"DELETE FROM {Schema}.instances WHERE mysql_server_uuid = @p0", ct, member.Uuid);
        await primary.Execute(
            $"""
            INSERT INTO {Schema}.instances (cluster_id, address, mysql_server_uuid, instance_name, addresses, attributes, instance_type)
            VALUES (@p0, @p1, @p2, @p1, @p3, @p4, 'group-member')
            """,
            ct, clusterId, member.Address, member.Uuid, JsonText.Raw(addresses), JsonText.Raw(attributes));
    }

    public static Task RemoveInstance(Server primary, string uuid, CancellationToken ct) =>
        primary.Execute($"DELETE FROM {Schema}.instances WHERE mysql_server_uuid = @p0", ct, uuid);

    public static async Task RemoveCluster(Server primary, string clusterId, CancellationToken ct)
    {
        await primary.Execute($"DELETE FROM {Schema}.instances WHERE cluster_id = @p0", ct, clusterId);
        await primary.Execute($"DELETE FROM {Schema}.routing_guidelines WHERE cluster_id = @p0", ct, clusterId);
        await primary.Execute($"DELETE FROM {Schema}.clusters WHERE cluster_id = @p0", ct, clusterId);
    }

    public static Task SetReplicationUser(Server primary, string clusterId, string user, CancellationToken ct) =>
        primary.Execute($"UPDATE {Schema}.clusters SET attributes = JSON_SET(attributes, '$.clusterSetReplicationUser', @p1) WHERE cluster_id = @p0", ct, clusterId, user);

    /// <summary>Under the name that mysql-shell's base_cluster_impl.h gives it.</summary>
    public static Task SetHeartbeat(Server primary, string clusterId, string seconds, CancellationToken ct) => primary.Execute(
        $"UPDATE {Schema}.clusters SET attributes = JSON_SET(attributes, '$.opt_replHeartbeatPeriod', CAST(@p1 AS DOUBLE)) WHERE cluster_id = @p0", ct, clusterId, seconds);
}
