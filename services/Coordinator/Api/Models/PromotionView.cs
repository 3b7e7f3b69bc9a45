namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>The report of a promotion by the detector.</summary>
public sealed record PromotionView
{
    /// <summary>The epoch that it won.</summary>
    public required long Epoch { get; init; }

    /// <summary>When the new primary took writes, UTC; until it does, when that was decided.</summary>
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

    /// <summary>Seconds from the primary's last sign of life to the new primary taking writes (RTO); null until it does.</summary>
    public double? RecoverySeconds { get; init; }

    /// <summary>Whether the Coordinator that decided it was gone before it was complete: <see cref="RecoverySeconds"/> is counted until another one saw it so, and is an upper bound.</summary>
    public bool TakenOver { get; init; }

    /// <summary>The estimated loss in seconds of writes (RPO); null where it could not be told.</summary>
    public double? LossSeconds { get; init; }

    /// <summary>The most that can have been lost, in seconds of writes, if the old site was cut off alive; null where it could not be told, as without a second enforcer.</summary>
    public double? LossBoundSeconds { get; init; }

    /// <summary>What the new primary had executed when it was chosen.</summary>
    public required string Kept { get; init; }

    /// <summary>How the time without a primary was spent.</summary>
    public RecoveryParts Parts => new(
        EvidentSeconds, UnlockedSeconds - EvidentSeconds, DetectionSeconds - UnlockedSeconds, ForcedSeconds - DetectionSeconds, RecoverySeconds - (ForcedSeconds ?? DetectionSeconds));
}

/// <summary>The time from the primary's last sign of life to the new primary taking writes, in seconds, one part after the other; null where a part was not noted.</summary>
/// <param name="Evidence">Until all evidence was there.</param>
/// <param name="Leases">Until the old site had no right to write any more and no promise stood.</param>
/// <param name="Drain">Until what was received was applied, and the decision.</param>
/// <param name="Orders">Until AdminAPI was first called; where that is not known, it is in the next part.</param>
/// <param name="AdminApi">Until the new primary took writes.</param>
public sealed record RecoveryParts(double? Evidence, double? Leases, double? Drain, double? Orders, double? AdminApi);
