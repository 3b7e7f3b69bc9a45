using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClusterSetSuite.AgentHost.Kubernetes;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Reads what mysqlsh writes with <c>--json=raw</c>: one object a line, messages first, the result last.</summary>
public static partial class ShellOutput
{
    private static readonly string[] Kinds = ["info", "note", "warning", "error"];

    /// <summary>Reads a whole run.</summary>
    public static ShellResult Read(ExecResult run)
    {
        var (notes, errors) = (new List<string>(), new List<string>());
        JsonElement? result = null;
        foreach (var line in run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryJson(line) is not { } json)
                errors.Add(line); // unknown options, for one, are told in plain text (transcript 023)
            else if (Message(json) is not { } message)
                result = json;
            else if (message.Kind == "error")
                errors.Add(message.Text);
            else if (message.Text.Length > 0)
                notes.Add(message.Text);
        }

        if (run.ExitCode == 0)
            return new ShellResult(0, null, "", result, [.. notes, .. errors]);
        var said = errors.Concat(run.Stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        return new ShellResult(run.ExitCode, Code(said), string.Join(" / ", said), result, notes);
    }

    private static JsonElement? TryJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A message has one member, named by its kind; the result of a statement has an "info" too, among others.
    private static (string Kind, string Text)? Message(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().ToArray() is not [var only] || !Kinds.Contains(only.Name))
            return null;
        return only.Value.ValueKind switch
        {
            JsonValueKind.String => (only.Name, only.Value.GetString()!.Trim()),
            JsonValueKind.Object => (only.Name, SqlError(only.Value)),
            _ => null,
        };
    }

    // A failing statement is told as {"error":{"code":1045,"message":"...","state":"28000","type":"MySQL Error"}}.
    private static string SqlError(JsonElement error)
    {
        var code = error.TryGetProperty("code", out var number) ? number.GetRawText() : "0";
        var state = error.TryGetProperty("state", out var text) ? text.GetString() : "HY000";
        var message = error.TryGetProperty("message", out var words) ? words.GetString() : error.GetRawText();
        return $"MySQL Error {code} ({state}): {message}";
    }

    private static int? Code(IEnumerable<string> errors) =>
        errors.SelectMany(e => CodeWords().Matches(e)).LastOrDefault() is { } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"\b(?:MYSQLSH|MySQL Error) (\d{4,5})\b")]
    private static partial Regex CodeWords();
}
