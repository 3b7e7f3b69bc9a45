using ClusterSetSuite.Contracts.Steps;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Looks at all servers of a cluster by SQL: the operator's status and AdminAPI's can be minutes old or wrong (field notes, AdminAPI).</summary>
public sealed class ClusterLook(IServers servers)
{
    private const string Members = "SELECT MEMBER_ID id, MEMBER_STATE state, MEMBER_ROLE role, @@server_uuid me FROM performance_schema.replication_group_members";

    private const string Schema = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_innodb_cluster_metadata' AND TABLE_NAME IN ('v2_this_instance', 'v2_cs_members')";

    private const string Membership = """
        SELECT t.cluster_name name, m.member_role role, m.invalidated invalidated, s.domain_name domain
        FROM mysql_innodb_cluster_metadata.v2_this_instance t
        LEFT JOIN mysql_innodb_cluster_metadata.v2_cs_members m ON m.cluster_id = t.cluster_id
        LEFT JOIN mysql_innodb_cluster_metadata.v2_cs_clustersets s ON s.clusterset_id = m.clusterset_id
        """;

    private const string Sets = "SELECT domain_name name FROM mysql_innodb_cluster_metadata.v2_cs_clustersets";

    /// <summary>Asks all servers at once; one that can not be asked is in the answer with the reason, a wrong password throws.</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">The password is wrong, or the Secret is missing.</exception>
    public async Task<ClusterView> At(LocalCluster cluster, CancellationToken ct) =>
        new(cluster, await Task.WhenAll(cluster.Pods.Select(pod => One(cluster, pod, ct))));

    private async Task<ServerView> One(LocalCluster cluster, string pod, CancellationToken ct)
    {
        try
        {
            await using var sql = await servers.Open(cluster, pod, ct);
            return await Read(sql, pod, ct);
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.AccessDenied)
        {
            throw Failures.Of(e, cluster, pod);
        }
        catch (Exception e) when (Unreachable.Is(e))
        {
            return new ServerView(pod) { Unreachable = e.Message };
        }
    }

    private static async Task<ServerView> Read(ISql sql, string pod, CancellationToken ct)
    {
        var members = await sql.Query(Members, ct);
        var mine = members.FirstOrDefault(m => m["id"] == m["me"]);
        var view = new ServerView(pod)
        {
            Uuid = await sql.Scalar("SELECT @@server_uuid", ct) ?? "",
            State = mine?["state"] ?? "OFFLINE",
            Role = mine?["role"] ?? "",
            Members = members.Where(m => m["id"].Length > 0).ToDictionary(m => m["id"], m => m["state"]),
            HasMetadata = await sql.Scalar(Schema, ct) == "2",
        };
        if (!view.HasMetadata)
            return view;
        var place = await sql.Query(Membership, ct) is [var row, ..] ? row : null;
        return view with
        {
            ClusterName = place?["name"],
            SetName = place?.Columns["domain"],
            SetRole = place?.Columns["role"],
            Invalidated = place?["invalidated"] == "1",
            KnownSets = [.. (await sql.Query(Sets, ct)).Select(s => s["name"])],
        };
    }
}
