using System.Globalization;

namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>A zone and a port that a server block serves.</summary>
/// <param name="Zone">In lower case without the last dot; <c>.</c> for the root.</param>
/// <param name="Port">53 where the key names none.</param>
public sealed record ZoneKey(string Zone, int Port)
{
    /// <summary>Reads a key, for example <c>dns://cluster.local:53</c>; null where its port is no number or it is not plain DNS.</summary>
    public static ZoneKey? Read(string key)
    {
        var text = key.StartsWith("dns://", StringComparison.Ordinal) ? key[6..] : key;
        if (text.Contains("://", StringComparison.Ordinal))
            return null;
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return new ZoneKey(Normal(text), 53);
        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? new ZoneKey(Normal(text[..colon]), port)
            : null;
    }

    /// <summary>A zone's one way to be written.</summary>
    public static string Normal(string zone) => zone.Trim('.').Length == 0 ? "." : zone.TrimEnd('.').ToLowerInvariant();
}
