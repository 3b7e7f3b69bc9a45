namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>The detector of a ClusterSet at a glance.</summary>
public sealed record AutomationView
{
    /// <summary>What it does or waits for.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether guards fence a site whose right to write has ended: in the modes recommend and automatic, but not while an operation moves the primary.</summary>
    public required bool Enforced { get; init; }

    /// <summary>Whether it is making another site the primary at this moment.</summary>
    public required bool IsPromoting { get; init; }

    /// <summary>The epoch of the record of authority; 0 before the first.</summary>
    public required long Epoch { get; init; }

    /// <summary>The evidence for a failover that holds now.</summary>
    public required IReadOnlyList<string> Holding { get; init; }

    /// <summary>The evidence for a failover that is missing now.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Why nothing would be promoted by itself even if all evidence were there.</summary>
    public required IReadOnlyList<string> HeldBy { get; init; }

    /// <summary>What each site's guard says of itself.</summary>
    public required IReadOnlyDictionary<string, string> Guards { get; init; }

    /// <summary>What a person was asked last and nobody has settled; null for nothing.</summary>
    public string? Alert { get; init; }

    /// <summary>The end of the maintenance that pauses it, UTC; null for none.</summary>
    public DateTimeOffset? MaintenanceUntil { get; init; }
}
