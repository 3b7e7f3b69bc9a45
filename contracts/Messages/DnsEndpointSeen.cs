using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Where a site's DNS answers from outside, told by its DnsAgent when it changes and every <see cref="Interval"/>: the peers' forwarders follow.</summary>
public sealed record DnsEndpointSeen
{
    /// <summary>Time between two of them while nothing changes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The endpoint as it is now.</summary>
    public required DnsEndpoint Endpoint { get; init; }
}
