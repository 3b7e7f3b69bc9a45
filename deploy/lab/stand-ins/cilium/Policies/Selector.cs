using System.Text.Json;

namespace ClusterSetSuite.Lab.Cilium.Policies;

/// <summary>An endpoint selector of a policy: label requirements, all of which must hold. Keys have their source in front (<c>k8s:</c>, <c>reserved:</c>).</summary>
public static class Selector
{
    /// <summary>Whether an identity with these labels is selected.</summary>
    public static bool Matches(JsonElement selector, IReadOnlyDictionary<string, string> labels) =>
        Part(selector, "matchLabels", wanted => wanted.EnumerateObject().ToList()).All(wanted => labels.TryGetValue(wanted.Name, out var value) && value == wanted.Value.GetString())
        && Part(selector, "matchExpressions", expressions => expressions.EnumerateArray().ToList()).All(expression => Holds(expression, labels));

    private static List<T> Part<T>(JsonElement selector, string name, Func<JsonElement, List<T>> read) => selector.TryGetProperty(name, out var part) ? read(part) : [];

    private static bool Holds(JsonElement expression, IReadOnlyDictionary<string, string> labels)
    {
        var (isThere, value) = (labels.TryGetValue(expression.GetProperty("key").GetString()!, out var found), found);
        IEnumerable<string?> Values() => expression.TryGetProperty("values", out var values) ? values.EnumerateArray().Select(one => one.GetString()) : [];
        return expression.GetProperty("operator").GetString() switch
        {
            "Exists" => isThere,
            "DoesNotExist" => !isThere,
            "In" => isThere && Values().Contains(value),
            "NotIn" => !isThere || !Values().Contains(value), // as in Kubernetes: an absent label is in no list
            var other => throw new FormatException($"'{other}' is no operator of a selector"),
        };
    }
}
