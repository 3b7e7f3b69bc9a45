using System.Globalization;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>One look at one server by SQL: everything that decisions about a ClusterSet hang on (field notes, AdminAPI: status judges late and wrongly).</summary>
public static class MemberRound
{
    private const string Server = """
        SELECT @@server_uuid uuid, @@GLOBAL.super_read_only super_read_only, @@GLOBAL.read_only read_only, @@GLOBAL.offline_mode offline, @@GLOBAL.gtid_executed executed,
               CONCAT(COALESCE(@@report_host, @@hostname), ':', COALESCE(NULLIF(@@report_port, 0), @@port)) address
        """;

    private const string Group = "SELECT MEMBER_ID id, MEMBER_STATE state, MEMBER_ROLE role FROM performance_schema.replication_group_members WHERE MEMBER_ID <> ''";

    // The newest view only: the views of the metadata give no other.
    private const string Sets = """
        SELECT s.clusterset_id id, s.domain_name domain, s.view_id view, m.cluster_name name, COALESCE(m.member_role, '') role, m.invalidated invalidated,
               (SELECT t.cluster_name FROM mysql_innodb_cluster_metadata.v2_this_instance t) own
        FROM mysql_innodb_cluster_metadata.v2_cs_clustersets s JOIN mysql_innodb_cluster_metadata.v2_cs_members m ON m.clusterset_id = s.clusterset_id
        ORDER BY m.cluster_name
        """;

    /// <summary>Reads it.</summary>
    /// <exception cref="MySqlException">The server, or the way to it, failed.</exception>
    public static async Task<MemberObservation> Read(ISql sql, string pod, CancellationToken ct)
    {
        var server = (await sql.Query(Server, ct))[0];
        var group = await sql.Query(Group, ct);
        var mine = group.FirstOrDefault(member => member["id"] == server["uuid"]);
        return new MemberObservation
        {
            Pod = pod,
            Uuid = server["uuid"],
            Address = server["address"],
            ReadOnly = server["super_read_only"] == "1",
            ReadOnlyForClients = server["read_only"] == "1",
            Offline = server["offline"] == "1",
            Executed = OneLine(server["executed"]),
            State = mine?["state"] ?? "OFFLINE",
            Role = mine?["role"] ?? "",
            Group = group.ToDictionary(member => member["id"], member => member["state"]),
            Channel = await ChannelRound.Read(sql, ct),
            Set = await ReadSet(sql, ct),
        };
    }

    /// <summary>A GTID set without the line breaks that servers put into it.</summary>
    internal static string OneLine(string gtids) => gtids.Replace("\n", "", StringComparison.Ordinal);

    private static async Task<SetObservation?> ReadSet(ISql sql, CancellationToken ct)
    {
        try
        {
            var rows = await sql.Query(Sets, ct);
            return rows.Count == 0 ? null : Set(rows);
        }
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
        {
            return null; // no metadata, or of a version before ClusterSets
        }
    }

    private static SetObservation Set(IReadOnlyList<Row> rows) => new()
    {
        Id = rows[0]["id"],
        Name = rows[0]["domain"],
        View = ulong.Parse(rows[0]["view"], CultureInfo.InvariantCulture),
        Own = rows[0].Columns["own"],
        Clusters = [.. rows.Select(row => new SetClusterObservation(row["name"], row["role"], row["invalidated"] == "1"))],
    };
}
