using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>Times as people write them in a spec: <c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>.</summary>
public static partial class SpecDuration
{
    /// <summary>The time, or null when the text is not one.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true } match)
            return null;
        if (!int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var count))
            return null;
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromHours(count),
        };
    }

    /// <summary>Writes a time in the largest unit that is exact.</summary>
    public static string Format(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0s",
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => $"{(long)time.TotalHours}h",
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => $"{(long)time.TotalMinutes}m",
        _ when time.Ticks % TimeSpan.TicksPerSecond == 0 => $"{(long)time.TotalSeconds}s",
        _ => $"{(long)time.TotalMilliseconds}ms",
    };

    [GeneratedRegex("^([0-9]{1,9})(ms|s|m|h)$")]
    private static partial Regex Pattern();
}
