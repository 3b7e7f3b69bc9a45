using System.Text.Json;

namespace ClusterSetSuite.Cli.Api;

/// <summary>Problem details (RFC 9457) as text for people: the detail, and every fault on a line of its own.</summary>
public static class ProblemText
{
    /// <summary>The text, or null when the body is not a problem.</summary>
    public static string? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            if (json.RootElement.TryGetProperty("faults", out var faults) && faults.ValueKind == JsonValueKind.Array)
                return string.Join('\n', faults.EnumerateArray().Select(Fault));
            return Text(json.RootElement, "detail") ?? Text(json.RootElement, "title");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Fault(JsonElement fault) => Text(fault, "path") is { Length: > 0 } path ? $"{path}: {Text(fault, "message")}" : $"{Text(fault, "message")}";

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
