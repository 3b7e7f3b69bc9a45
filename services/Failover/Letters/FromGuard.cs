using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>A letter from a guard to every detector, or to the one that asked.</summary>
public sealed record FromGuard
{
    /// <summary>The ClusterSet.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The guard's site.</summary>
    public required string Site { get; init; }

    /// <summary>The detector that is meant; null for all.</summary>
    public string? To { get; init; }

    /// <summary>A request for the lease, until it is answered.</summary>
    public LeaseAsked? Lease { get; init; }

    /// <summary>The token of the question that <see cref="Report"/> answers.</summary>
    public long Token { get; init; }

    /// <summary>The report that was asked for.</summary>
    public SiteReport? Report { get; init; }

    /// <summary>What the guard says of itself, for people.</summary>
    public string? Sentence { get; init; }

    /// <summary>Where this guard takes letters directly.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Where the members of its group take connections, <c>host:port</c>, for the detector's own probes.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}
