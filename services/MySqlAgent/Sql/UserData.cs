using System.Globalization;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Finds out whether a server holds data that a clone would destroy.</summary>
public static class UserData
{
    private const int CountTo = 1_000_000;

    private const string Tables = """
        SELECT TABLE_SCHEMA s, TABLE_NAME t FROM information_schema.TABLES
        WHERE TABLE_TYPE = 'BASE TABLE'
          AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema', 'mysql_innodb_cluster_metadata',
                                   'mysql_innodb_cluster_metadata_bkp', 'mysql_innodb_cluster_metadata_previous', 'clusterset_suite')
        ORDER BY 1, 2
        """;

    /// <summary>For people: each schema that has rows, with how many; empty when there are none.</summary>
    public static async Task<IReadOnlyList<string>> In(ISql sql, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await sql.Query(Tables, ct))
        {
            // Counted up to a bound: a person wants to know "some" or "much", and a full count of a large table takes hours.
            var count = await sql.Scalar($"SELECT COUNT(*) FROM (SELECT 1 FROM {Quote(table["s"])}.{Quote(table["t"])} LIMIT {CountTo + 1}) x", ct);
            rows[table["s"]] = rows.GetValueOrDefault(table["s"]) + long.Parse(count!, CultureInfo.InvariantCulture);
        }

        return [.. rows.Where(r => r.Value > 0).Select(r => $"{r.Key} ({(r.Value > CountTo ? "more than a million" : r.Value.ToString(CultureInfo.InvariantCulture))} rows)")];
    }

    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
