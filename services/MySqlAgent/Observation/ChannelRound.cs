using System.Globalization;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Reads the channel from the primary cluster.</summary>
internal static class ChannelRound
{
    /// <summary>The channel's name, from AdminAPI.</summary>
    public const string Name = "clusterset_replication";

    // A time that never came is '0000-00-00', whose UNIX_TIMESTAMP is 0. Two statements: a join with the workers would repeat the GTID sets.
    private const string Connection = $"""
        SELECT c.SERVICE_STATE receiver, c.LAST_ERROR_MESSAGE receiver_error, c.RECEIVED_TRANSACTION_SET received,
               GTID_SUBTRACT(c.RECEIVED_TRANSACTION_SET, @@GLOBAL.gtid_executed) unapplied,
               UNIX_TIMESTAMP(NOW(6)) - NULLIF(GREATEST(UNIX_TIMESTAMP(c.LAST_HEARTBEAT_TIMESTAMP), UNIX_TIMESTAMP(c.LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP)), 0) silent_for,
               UNIX_TIMESTAMP(NOW(6)) - NULLIF(UNIX_TIMESTAMP(c.LAST_QUEUED_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP), 0) queued_age,
               f.HOST host, f.PORT port, f.HEARTBEAT_INTERVAL heartbeat, a.SERVICE_STATE applier, g.DESIRED_DELAY delay
        FROM performance_schema.replication_connection_status c
        JOIN performance_schema.replication_connection_configuration f ON f.CHANNEL_NAME = c.CHANNEL_NAME
        LEFT JOIN performance_schema.replication_applier_status a ON a.CHANNEL_NAME = c.CHANNEL_NAME
        LEFT JOIN performance_schema.replication_applier_configuration g ON g.CHANNEL_NAME = c.CHANNEL_NAME
        WHERE c.CHANNEL_NAME = '{Name}'
        """;

    private const string Workers = $"""
        SELECT MAX(IF(APPLYING_TRANSACTION = '', 0, UNIX_TIMESTAMP(NOW(6)) - NULLIF(UNIX_TIMESTAMP(APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP), 0))) applying_age,
               MAX(NULLIF(LAST_ERROR_MESSAGE, '')) error
        FROM performance_schema.replication_applier_status_by_worker WHERE CHANNEL_NAME = '{Name}'
        """;

    public static async Task<ChannelObservation?> Read(ISql sql, CancellationToken ct)
    {
        if (await sql.Query(Connection, ct) is not [var row, ..])
            return null;
        var workers = (await sql.Query(Workers, ct))[0];
        var unapplied = MemberRound.OneLine(row["unapplied"]);
        return new ChannelObservation
        {
            Receiver = row["receiver"],
            Applier = row["applier"],
            Error = workers["error"] is { Length: > 0 } error ? error : row["receiver_error"] is { Length: > 0 } receiver ? receiver : null,
            Source = $"{row["host"]}:{row["port"]}",
            Received = MemberRound.OneLine(row["received"]),
            Unapplied = unapplied,
            Delay = (int)(Number(row, "delay") ?? 0),
            SilentFor = Number(row, "silent_for"),
            HeartbeatInterval = Number(row, "heartbeat") ?? 0,
            Lag = unapplied.Length == 0 ? 0 : Math.Max(0, Math.Max(Number(workers, "applying_age") ?? 0, Number(row, "queued_age") ?? 0)),
        };
    }

    private static double? Number(Row row, string column) =>
        double.TryParse(row[column], CultureInfo.InvariantCulture, out var number) ? number : null;
}
