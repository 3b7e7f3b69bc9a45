using System.Globalization;
using ClusterSetSuite.Contracts.Gtids;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>The table of the row by whose age a replica tells how much of the primary's writes it lacks.</summary>
/// <remarks>
/// A primary that is lost from one moment to the next nearly always has a heartbeat that nobody else has; by its GTID it is known to be nobody's data. A tag (MySQL 8.3 and newer) would
/// say the same, but a group whose primary writes tagged transactions beside others lets no server join while clients write: the joiner numbers what it gets one too high, and stops at a
/// duplicate (seen on 9.7.4, in one of two joins; not with these GTIDs). So each server has a source of its own for them, made of its <c>server_uuid</c>.
/// </remarks>
public static class HeartbeatTable
{
    private const string Mark = "c105e75e";
    private const string Automatic = "SET SESSION gtid_next = AUTOMATIC";
    private const string Known = "SELECT @@server_uuid uuid, @@GLOBAL.gtid_executed executed FROM clusterset_suite.heartbeat WHERE set_name = @set";
    private const string Beat = "UPDATE clusterset_suite.heartbeat SET written_at = UTC_TIMESTAMP(6) WHERE set_name = @set";

    // With GTIDs like all others: a heartbeat only ever changes a row that every server has, so one that is left out does no harm.
    private static readonly string[] Making =
    [
        "CREATE DATABASE IF NOT EXISTS clusterset_suite",
        "CREATE TABLE IF NOT EXISTS clusterset_suite.heartbeat (set_name VARCHAR(63) PRIMARY KEY, written_at DATETIME(6) NOT NULL)",
        "INSERT IGNORE INTO clusterset_suite.heartbeat VALUES (@set, UTC_TIMESTAMP(6))",
    ];

    /// <summary>Whether transactions of a source are heartbeats.</summary>
    /// <param name="source">A UUID in lower case.</param>
    public static bool IsSource(string source) => source.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The source of a server's heartbeats.</summary>
    public static string Source(string serverUuid) => Mark + serverUuid[Mark.Length..].ToLowerInvariant();

    /// <summary>Writes the row now, on a writable primary; makes the table or the row where it is missing. One writer at a time.</summary>
    public static async Task Write(ISql sql, string set, CancellationToken ct)
    {
        var parameters = new Dictionary<string, object?> { ["@set"] = set };
        if (await Next(sql, parameters, ct) is not { } next)
        {
            foreach (var statement in Making)
                await sql.Execute(statement, parameters, ct);
            return;
        }

        try
        {
            await sql.Execute($"SET SESSION gtid_next = '{next}'", ct);
            await sql.Execute(Beat, parameters, ct);
        }
        finally
        {
            await sql.Execute($"ROLLBACK; {Automatic}", ct); // of one that failed; its number is taken by the next
        }
    }

    /// <summary>Seconds since the row was written, by this server's clock; null where there is no row (or not even the table).</summary>
    public static async Task<double?> Age(ISql sql, string set, CancellationToken ct)
    {
        try
        {
            var rows = await sql.Query(
                "SELECT TIMESTAMPDIFF(MICROSECOND, written_at, UTC_TIMESTAMP(6)) / 1000000 age FROM clusterset_suite.heartbeat WHERE set_name = @set", new Dictionary<string, object?> { ["@set"] = set }, ct);
            return rows is [var row, ..] && double.TryParse(row["age"], CultureInfo.InvariantCulture, out var age) ? Math.Max(0, age) : null;
        }
        catch (MySqlException e) when (IsMissing(e))
        {
            return null;
        }
    }

    /// <summary>The next heartbeat's GTID, or null where there is no row yet.</summary>
    private static async Task<string?> Next(ISql sql, Dictionary<string, object?> parameters, CancellationToken ct)
    {
        try
        {
            if (await sql.Query(Known, parameters, ct) is not [var row, ..])
                return null;
            var source = Source(row["uuid"]);
            return string.Create(CultureInfo.InvariantCulture, $"{source}:{GtidSet.Parse(row["executed"]).Last(source) + 1}");
        }
        catch (MySqlException e) when (IsMissing(e))
        {
            return null;
        }
    }

    private static bool IsMissing(MySqlException e) => e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase;
}
