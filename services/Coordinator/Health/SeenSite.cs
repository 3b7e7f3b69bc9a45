using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>An observation and when it came.</summary>
/// <param name="Observation">What the site told.</param>
/// <param name="SeenAt">When it came, UTC by our clock.</param>
public sealed record SeenSite(SiteObservation Observation, DateTimeOffset SeenAt)
{
    /// <summary>The last one in which a cluster of the site had a primary; null when there was none.</summary>
    public SeenAlive? LastAlive { get; init; }
}

/// <summary>An observation of a site that lived.</summary>
/// <param name="Observation">What it told.</param>
/// <param name="SeenAt">When it came, UTC by our clock.</param>
public sealed record SeenAlive(SiteObservation Observation, DateTimeOffset SeenAt);
