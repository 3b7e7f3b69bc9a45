using System.Globalization;
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
    private static readonly TimeSpan Unsure = TimeSpan.FromSeconds(2); // the server tells whole seconds, and the round may be a second old
    private const string Uptime = "Uptime";
    private const string Name = "group_replication_group_name";
    private const string Patience = "replica_net_timeout";
    private const string Start = $"""
        SELECT VARIABLE_NAME name, '' value FROM performance_schema.persisted_variables
        WHERE VARIABLE_NAME IN ('super_read_only', 'offline_mode', 'group_replication_start_on_boot') AND VARIABLE_VALUE IN ('ON', '1')
        UNION ALL SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = '{Uptime}'
        UNION ALL SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.global_variables WHERE VARIABLE_NAME IN ('{Name}', '{Patience}')
        """;

    /// <summary>Whether it goes back into its group by itself when it starts, as AdminAPI sets every member.</summary>
    public bool StartsGroup { get; init; }

    /// <summary>The name (a UUID) of the group that AdminAPI has set it up for; empty for none.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>How long the server has been running.</summary>
    public TimeSpan UpFor { get; init; }

    /// <summary>Whether it was started anew in the last <paramref name="time"/>, for certain.</summary>
    public bool HasRestartedWithin(TimeSpan time) => UpFor + Unsure < time;

    /// <summary>How long it waits for a silent source, in whole seconds.</summary>
    public TimeSpan NetTimeout { get; init; }

    /// <summary>Whether it starts shut as a guarded server does and waits for its source no longer than that; of a server without a guard, whether it does not start shut.</summary>
    /// <param name="isGuarded">Whether a guard keeps it.</param>
    /// <param name="netTimeout">What a guarded server waits for a silent source.</param>
    public bool IsPersistedFor(bool isGuarded, TimeSpan netTimeout) => StartsShut == isGuarded && (!isGuarded || NetTimeout == WholeSeconds(netTimeout));

    /// <summary>The server knows whole seconds only; the next longer ones.</summary>
    public static TimeSpan WholeSeconds(TimeSpan netTimeout) => TimeSpan.FromSeconds(Math.Ceiling(netTimeout.TotalSeconds));

    /// <summary>Reads it.</summary>
    /// <exception cref="MySqlException">The server, or the way to it, failed.</exception>
    public static async Task<GuardRound> Read(ISql sql, string pod, string set, CancellationToken ct)
    {
        var member = await MemberRound.Read(sql, pod, ct);
        var start = (await sql.Query(Start, ct)).ToDictionary(row => row["name"], row => row["value"]);
        return new(member, start.ContainsKey("super_read_only") && start.ContainsKey("offline_mode"), await HeartbeatTable.Age(sql, set, ct))
        {
            StartsGroup = start.ContainsKey("group_replication_start_on_boot"),
            GroupName = start.GetValueOrDefault(Name) ?? "",
            NetTimeout = TimeSpan.FromSeconds(double.Parse(start[Patience], CultureInfo.InvariantCulture)),
            UpFor = TimeSpan.FromSeconds(double.Parse(start[Uptime], CultureInfo.InvariantCulture)),
        };
    }
}
