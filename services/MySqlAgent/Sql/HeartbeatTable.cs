using System.Globalization;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>The table of the row by whose age a replica tells how much of the primary's writes it lacks.</summary>
public static class HeartbeatTable
{
    /// <summary>
    /// The tag of the row's transactions (MySQL 8.3 and newer). A primary that is lost from one moment to the next nearly always has one of them that nobody else has; by the tag it is known
    /// to be nobody's data.
    /// </summary>
    public const string Tag = "clusterset_heartbeat";

    private const string Tagged = $"SET SESSION gtid_next = 'AUTOMATIC:{Tag}'";

    private const string Beat = "INSERT INTO clusterset_suite.heartbeat VALUES (@set, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE written_at = UTC_TIMESTAMP(6)";

    private static readonly string[] Tables =
    [
        "CREATE DATABASE IF NOT EXISTS clusterset_suite",
        "CREATE TABLE IF NOT EXISTS clusterset_suite.heartbeat (set_name VARCHAR(63) PRIMARY KEY, written_at DATETIME(6) NOT NULL)",
    ];

    /// <summary>Writes the row now, on a writable primary; makes the table where it is missing.</summary>
    public static async Task Write(ISql sql, string set, CancellationToken ct)
    {
        await sql.Execute(Tagged, ct);
        try
        {
            await sql.Execute(Beat, new Dictionary<string, object?> { ["@set"] = set }, ct);
        }
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
        {
            foreach (var table in Tables)
                await sql.Execute(table, ct);
            await sql.Execute(Beat, new Dictionary<string, object?> { ["@set"] = set }, ct);
        }
        finally
        {
            await sql.Execute("SET SESSION gtid_next = AUTOMATIC", ct);
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
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
        {
            return null;
        }
    }
}
