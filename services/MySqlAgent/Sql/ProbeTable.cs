using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>The table of the row that shows whether replication works.</summary>
public static class ProbeTable
{
    /// <summary>The row's content, or null where there is no row (or not even the table).</summary>
    public static async Task<string?> Token(ISql sql, string setName, CancellationToken ct)
    {
        try
        {
            var rows = await sql.Query("SELECT token FROM clusterset_suite.probe WHERE set_name = @set", new Dictionary<string, object?> { ["@set"] = setName }, ct);
            return rows is [var row, ..] ? row["token"] : null;
        }
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
        {
            return null;
        }
    }
}
