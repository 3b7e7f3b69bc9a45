namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>What the set's metadata tells of one name and one address; read on the primary, where it is written.</summary>
/// <param name="ClusterId">The id of the cluster with that name, or null where there is none.</param>
/// <param name="InSet">Whether the newest view of the ClusterSet has the cluster.</param>
/// <param name="Invalidated">Whether the set has invalidated it.</param>
/// <param name="HostCluster">The name of the cluster that the address is registered in, or null where it is in none.</param>
/// <param name="Hosts">The addresses registered in the cluster.</param>
public sealed record SetMetadata(string? ClusterId, bool InSet, bool Invalidated, string? HostCluster, IReadOnlyList<string> Hosts)
{
    // AdminAPI takes cluster names without regard to case.
    private const string Named = """
        SELECT c.cluster_id id, m.cluster_id in_set, m.invalidated invalidated
        FROM mysql_innodb_cluster_metadata.clusters c
        LEFT JOIN mysql_innodb_cluster_metadata.v2_cs_members m ON m.cluster_id = c.cluster_id
        WHERE LOWER(c.cluster_name) = LOWER(@name)
        """;

    private const string Registered = """
        SELECT i.address address, i.cluster_id id, c.cluster_name name
        FROM mysql_innodb_cluster_metadata.v2_instances i JOIN mysql_innodb_cluster_metadata.clusters c ON c.cluster_id = i.cluster_id
        """;

    /// <summary>Reads it.</summary>
    public static async Task<SetMetadata> Read(ISql sql, string name, string address, CancellationToken ct)
    {
        var cluster = await sql.Query(Named, new Dictionary<string, object?> { ["@name"] = name }, ct) is [var row, ..] ? row : null;
        var instances = await sql.Query(Registered, ct);
        return new SetMetadata(
            cluster?["id"], cluster is not null && cluster["in_set"].Length > 0, cluster?["invalidated"] == "1",
            instances.FirstOrDefault(i => i["address"] == address)?["name"],
            [.. instances.Where(i => i["id"] == cluster?["id"]).Select(i => i["address"])]);
    }
}
