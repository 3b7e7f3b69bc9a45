using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>The record of one promotion.</summary>
public sealed record FailoverReport
{
    /// <summary>The epoch that it won.</summary>
    public required long Epoch { get; init; }

    /// <summary>Why.</summary>
    public required PromotionKind Kind { get; init; }

    /// <summary>The site that was primary.</summary>
    public required string From { get; init; }

    /// <summary>The site that is primary.</summary>
    public required string To { get; init; }

    /// <summary>The person who asked; null for an automatic one.</summary>
    public string? Person { get; init; }

    /// <summary>The evidence at the moment of the decision, one item a line.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>What may be lost; the transactions themselves are listed when the old site comes back (<see cref="RejoinJudged"/>).</summary>
    public required LossEstimate Loss { get; init; }

    /// <summary>Everything that the new primary had executed when it was chosen.</summary>
    public required GtidSet Kept { get; init; }

    /// <summary>From the primary's last sign of life to the moment when all evidence was there; null in reports from before it was noted.</summary>
    public TimeSpan? Evident { get; init; }

    /// <summary>From the primary's last sign of life to the moment when the old primary site had no right to write any more and no promise stood; null in reports from before it was noted.</summary>
    public TimeSpan? Unlocked { get; init; }

    /// <summary>From the primary's last sign of life to the decision: what was received is applied then.</summary>
    public required TimeSpan Detection { get; init; }

    /// <summary>From the primary's last sign of life to the first call of AdminAPI: the command has been kept durably, and the new site holds the right to write; null where that is not known.</summary>
    public TimeSpan? Forced { get; init; }

    /// <summary>From the primary's last sign of life to the new primary taking writes (RTO); null until it does.</summary>
    public TimeSpan? Recovery { get; init; }

    /// <summary>Whether the detector that decided it was gone before it was complete: <see cref="Recovery"/> is counted until another one saw it so, and is an upper bound.</summary>
    public bool TakenOver { get; init; }
}
