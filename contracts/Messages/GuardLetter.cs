using System.Text.Json;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>A letter to the guard of a ClusterSet's group on one site, on the broker's path; published, and dropped by every other site's agents.</summary>
public sealed record GuardLetter
{
    /// <summary>The longest that a letter is worth being delivered.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(5);

    /// <summary>The site whose guard is meant.</summary>
    public required string Site { get; init; }

    /// <summary>The letter as JSON (services/Failover/Letters/ToGuard).</summary>
    public required JsonElement Body { get; init; }
}
