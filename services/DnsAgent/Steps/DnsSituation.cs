using ClusterSetSuite.DnsAgent.CoreDns;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>All that the inspection of a site's DNS looks at, once the DNS was found.</summary>
public sealed record DnsSituation
{
    /// <summary>The cluster's DNS.</summary>
    public required ClusterDns Dns { get; init; }

    /// <summary>Where the forwarding goes.</summary>
    public required CorefileSource Source { get; init; }

    /// <summary>InternalIPs of all ready nodes.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The NodePort that the site's DNS is exposed on already, or null.</summary>
    public int? NodePort { get; init; }

    /// <summary>The Service of somebody else that has the wanted NodePort, or null.</summary>
    public string? PortHolder { get; init; }

    /// <summary>Whether NodeLocal DNSCache runs in the DNS's namespace.</summary>
    public bool HasNodeCache { get; init; }
}
