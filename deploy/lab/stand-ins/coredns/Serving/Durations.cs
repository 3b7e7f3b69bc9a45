using System.Globalization;
using System.Text.RegularExpressions;
using ClusterSetSuite.Lab.CoreDns.Corefiles;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>Reads durations as Go does: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>.</summary>
public static partial class Durations
{
    /// <summary>A duration.</summary>
    /// <exception cref="CorefileException">It is none.</exception>
    public static TimeSpan Go(Directive directive, Token token)
    {
        var parts = Part().Matches(token.Text);
        return parts.Count > 0 && parts.Sum(part => part.Length) == token.Text.Length
            ? parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + (Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)))
            : throw new CorefileException($"plugin/{directive.Name}: time: invalid duration \"{token.Text}\"");
    }

    /// <summary>The interval of plugin <c>reload</c> with its jitter taken once at the start: 30 s and half of it unless told otherwise; at least 2 s and 1 s.</summary>
    public static TimeSpan Reload(Directive directive)
    {
        var words = directive.Tokens.Skip(1).ToList();
        var interval = words.Count > 0 ? Go(directive, words[0]) : TimeSpan.FromSeconds(30);
        interval = interval < TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(2) : interval;
        var jitter = words.Count > 1 ? Go(directive, words[1]) : interval / 2;
        jitter = jitter > interval / 2 ? interval / 2 : jitter;
        // ± jitter, as its page says: "30s" with "15s" is looked at every 15 to 45 seconds.
        return interval + (jitter * ((Random.Shared.NextDouble() * 2) - 1));
    }

    private static TimeSpan Unit(string name) => name switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromMilliseconds(1),
    };

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|h|m|s)")]
    private static partial Regex Part();
}
