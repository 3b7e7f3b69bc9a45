using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>What a guard reads of one server, in one round on one connection.</summary>
/// <param name="Member">What every observation reads.</param>
/// <param name="StartsShut">Whether it starts with <c>super_read_only</c> and <c>offline_mode</c> on, whatever starts it.</param>
/// <param name="HeartbeatAge">Seconds since the newest heartbeat row of the primary site was written, by this server's clock; null where there is none.</param>
internal sealed record GuardRound(MemberObservation Member, bool StartsShut, double? HeartbeatAge)
{
    private const string Persisted = """
        SELECT VARIABLE_NAME name FROM performance_schema.persisted_variables
        WHERE VARIABLE_NAME IN ('super_read_only', 'offline_mode', 'group_replication_start_on_boot') AND VARIABLE_VALUE IN ('ON', '1')
        """;

    /// <summary>Whether it goes back into its group by itself when it starts, as AdminAPI sets every member.</summary>
    public bool StartsGroup { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="MySqlException">The server, or the way to it, failed.</exception>
    public static async Task<GuardRound> Read(ISql sql, string pod, string set, CancellationToken ct)
    {
        var member = await MemberRound.Read(sql, pod, ct);
        var persisted = (await sql.Query(Persisted, ct)).Select(row => row["name"]).ToHashSet();
        return new(member, persisted.Contains("super_read_only") && persisted.Contains("offline_mode"), await HeartbeatTable.Age(sql, set, ct))
        {
            StartsGroup = persisted.Contains("group_replication_start_on_boot"),
        };
    }
}
