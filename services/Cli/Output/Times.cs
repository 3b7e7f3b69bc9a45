using System.Globalization;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Times as this program shows them.</summary>
internal static class Times
{
    /// <summary>A duration such as <c>0.4 s</c>, <c>12.3 s</c> or <c>2 m 05 s</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s"),
        { TotalHours: < 1 } => $"{time.Minutes} m {time.Seconds:00} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes:00} m",
    };

    /// <summary>A duration between two instants that may not have come yet.</summary>
    public static string Between(DateTimeOffset? start, DateTimeOffset? end) =>
        start is { } from ? Duration((end ?? DateTimeOffset.UtcNow) - from) : "";

    /// <summary>An instant, UTC.</summary>
    public static string Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
