using ClusterSetSuite.Contracts.Observations;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>What a site's MySqlAgent sees of all its clusters, in one message; published every <see cref="Interval"/>. Only the newest of a site counts.</summary>
public sealed record SiteObservation
{
    /// <summary>Time between two of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>When the agent's process started, UTC: with <see cref="Number"/> the order of a site's observations.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Counts up from 1 while the process lives.</summary>
    public required long Number { get; init; }

    /// <summary>When it was put together, UTC by the site's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The clusters of ClusterSets on this site; empty when there are none yet.</summary>
    public required IReadOnlyList<ClusterObservation> Clusters { get; init; }

    /// <summary>Why the list of clusters could not be read anew, or null; the clusters known before are still observed.</summary>
    public string? Trouble { get; init; }
}
