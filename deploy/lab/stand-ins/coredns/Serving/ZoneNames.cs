using ARSoft.Tools.Net;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>Reads zone names as CoreDNS does.</summary>
public static class ZoneNames
{
    /// <summary>A key of a server block: zone and port, 53 where none is given.</summary>
    /// <exception cref="Corefiles.CorefileException">A transport or a name that is not served here.</exception>
    public static (DomainName Zone, int Port) Key(string key, int defaultPort)
    {
        var text = key.StartsWith("dns://", StringComparison.Ordinal) ? key[6..] : key;
        if (text.Contains("://", StringComparison.Ordinal))
            throw new Corefiles.CorefileException($"{key}: only plain DNS is served by this server");
        var colon = text.LastIndexOf(':');
        var port = defaultPort;
        if (colon >= 0 && !int.TryParse(text[(colon + 1)..], out port))
            throw new Corefiles.CorefileException($"error normalizing {key}: invalid port");
        return (Name(colon >= 0 ? text[..colon] : text), port);
    }

    /// <summary>A zone's name; empty and <c>.</c> are the root.</summary>
    public static DomainName Name(string text) =>
        text.Trim('.').Length == 0 ? DomainName.Root : DomainName.Parse(text.TrimEnd('.').ToLowerInvariant());

    /// <summary>Whether a name is the zone or below it.</summary>
    public static bool Holds(this DomainName zone, DomainName name) => name.IsEqualOrSubDomainOf(zone);

    /// <summary>The longest of the zones that holds the name, or null.</summary>
    public static DomainName? Longest(this IEnumerable<DomainName> zones, DomainName name) =>
        zones.Where(zone => zone.Holds(name)).MaxBy(zone => zone.LabelCount);
}
