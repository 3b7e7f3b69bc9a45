using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary><c>--sql -e</c>: runs statements; JSON gives one document per result, text gives tab separated lines.</summary>
internal static class SqlMode
{
    public static async Task Execute(ShellContext shell, string sql, CancellationToken ct)
    {
        try
        {
            await using var command = shell.Session.Command(sql, []);
            var clock = Stopwatch.StartNew();
            await using var reader = await command.ExecuteReaderAsync(ct);
            do
            {
                var rows = await Read(reader, ct);
                shell.Console.Result(shell.Console.IsJson ? Describe(reader, rows, clock) : Lines(reader, rows));
            }
            while (await reader.NextResultAsync(ct));
        }
        catch (MySqlException e)
        {
            throw new ShellException($"{e.Number} ({e.SqlState}) at line 1: {e.Message}", 0, e);
        }
    }

    private static async Task<List<object?[]>> Read(MySqlDataReader reader, CancellationToken ct)
    {
        List<object?[]> rows = [];
        while (await reader.ReadAsync(ct))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Plain(reader.GetValue(i)))]);
        return rows;
    }

    private static object? Plain(object value) => value switch
    {
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double => value,
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, object?> Describe(MySqlDataReader reader, List<object?[]> rows, Stopwatch clock) => new()
    {
        ["hasData"] = reader.FieldCount > 0,
        ["rows"] = rows.Select(object? (row) => Enumerable.Range(0, row.Length).ToDictionary(reader.GetName, i => row[i])).ToList(),
        ["executionTime"] = string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0000} sec"),
        ["affectedRowCount"] = Math.Max(0, reader.RecordsAffected),
        ["affectedItemsCount"] = Math.Max(0, reader.RecordsAffected),
        ["warningCount"] = 0,
        ["warningsCount"] = 0,
        ["warnings"] = new List<object?>(),
        ["info"] = "",
        ["autoIncrementValue"] = 0,
    };

    private static string? Lines(MySqlDataReader reader, List<object?[]> rows) => reader.FieldCount == 0
        ? null
        : string.Join('\n', rows.Select(row => string.Join('\t', row.Select(v => v is null ? "NULL" : Convert.ToString(v, CultureInfo.InvariantCulture))))
            .Prepend(string.Join('\t', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName))));
}
