using System.Collections.Immutable;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>A letter to the guard of one ClusterSet's group on one site, from a detector or from another site's guard. Letters may be lost, late, repeated or out of order.</summary>
public sealed record ToGuard
{
    /// <summary>The ClusterSet.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The site whose guard is meant.</summary>
    public required string Site { get; init; }

    /// <summary>Who writes: a detector's name, or a site's.</summary>
    public required string From { get; init; }

    /// <summary>What the guard is told, in this order.</summary>
    public ImmutableArray<GuardEvent> Events { get; init; } = [];

    /// <summary>The epoch of a wish to repair the group in place; 0 for none.</summary>
    public long RepairEpoch { get; init; }

    /// <summary>The epoch of a wish to have everything applied that was received; 0 for none.</summary>
    public long DrainEpoch { get; init; }

    /// <summary>Where guards take letters directly: site to addresses (<c>http://host:port</c>), the writer's own among them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Addresses { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
