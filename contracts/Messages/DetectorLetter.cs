using System.Text.Json;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>A letter from a site's guard to every Coordinator, on the broker's path; published.</summary>
public sealed record DetectorLetter
{
    /// <summary>The site whose guard writes.</summary>
    public required string Site { get; init; }

    /// <summary>The letter as JSON (services/Failover/Letters/FromGuard).</summary>
    public required JsonElement Body { get; init; }
}
