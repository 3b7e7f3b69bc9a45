using System.Text.Json;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>How a call of mysqlsh ended.</summary>
/// <param name="ExitCode">0 ok, 1 any error, 10 unknown operation, 124 or 137 killed at its deadline.</param>
/// <param name="Code">The code of its last error: a MYSQLSH code (51xxx) or a MySQL error number; null where it gave none.</param>
/// <param name="Message">Its errors in its own words; empty for a success.</param>
/// <param name="Json">The result, or null for commands without one.</param>
/// <param name="Notes">Infos, notes and warnings, in order.</param>
public sealed record ShellResult(int ExitCode, int? Code, string Message, JsonElement? Json, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the command says it did its work.</summary>
    public bool Ok => ExitCode == 0;

    /// <summary>Whether it was ended at its deadline: then nothing is known of what it did.</summary>
    public bool TimedOut => ExitCode is 124 or 137;

    /// <summary>The rows of a SQL statement, each column as text.</summary>
    /// <exception cref="InvalidOperationException">The result has no rows in it.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows() =>
        Json is { } json && json.TryGetProperty("rows", out var rows)
            ? [.. rows.EnumerateArray().Select(row => (IReadOnlyDictionary<string, string?>)row.EnumerateObject().ToDictionary(c => c.Name, c => Text(c.Value)))]
            : throw new InvalidOperationException($"mysqlsh answered without rows: {Json}");

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
