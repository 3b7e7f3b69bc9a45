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

/// <summary>The report of a promotion by the detector.</summary>
public sealed record PromotionView
{
    /// <summary>The epoch that it won.</summary>
    public required long Epoch { get; init; }

    /// <summary>When the new primary took writes, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>failover, failoverFromDown or switchover.</summary>
    public required string Kind { get; init; }

    /// <summary>The site that was primary.</summary>
    public required string From { get; init; }

    /// <summary>The site that is primary.</summary>
    public required string To { get; init; }

    /// <summary>The person who asked; null for an automatic one.</summary>
    public string? Person { get; init; }

    /// <summary>The evidence at the moment of the decision.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>Seconds from the primary's last sign of life to the moment when all evidence was there; null where it was not noted.</summary>
    public double? EvidentSeconds { get; init; }

    /// <summary>Seconds from the primary's last sign of life to the moment when the old site had no right to write any more and no promise stood; null where it was not noted.</summary>
    public double? UnlockedSeconds { get; init; }

    /// <summary>Seconds from the primary's last sign of life to the decision.</summary>
    public required double DetectionSeconds { get; init; }

    /// <summary>Seconds from the primary's last sign of life to the first call of AdminAPI; null where that is not known.</summary>
    public double? ForcedSeconds { get; init; }

    /// <summary>Seconds from the primary's last sign of life to the new primary taking writes (RTO); null where that is not known.</summary>
    public double? RecoverySeconds { get; init; }

    /// <summary>The estimated loss in seconds of writes (RPO); null where it could not be told.</summary>
    public double? LossSeconds { get; init; }

    /// <summary>The most that can have been lost, in seconds of writes, if the old site was cut off alive; null where it could not be told.</summary>
    public double? LossBoundSeconds { get; init; }

    /// <summary>What the new primary had executed when it was chosen.</summary>
    public required string Kept { get; init; }
}
