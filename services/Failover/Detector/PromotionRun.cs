using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>A promotion before it wins its epoch: everything in it can still be taken back.</summary>
public sealed record PromotionRun
{
    /// <summary>Why.</summary>
    public required PromotionKind Kind { get; init; }

    /// <summary>The primary site.</summary>
    public required string From { get; init; }

    /// <summary>What is waited for.</summary>
    public required PromotionPhase Phase { get; init; }

    /// <summary>When this phase began.</summary>
    public required TimeSpan PhaseSince { get; init; }

    /// <summary>When the run began.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>The site that a person asked for; null when the rule chooses.</summary>
    public string? Wanted { get; init; }

    /// <summary>The person who asked; null for an automatic one. A person has seen the estimated loss and the missing second enforcer, and stands in for both gates and for anti-flapping.</summary>
    public string? Person { get; init; }

    /// <summary>When this phase's commands were last sent.</summary>
    public TimeSpan SentAt { get; init; } = SiteView.Never;

    /// <summary>For a proven fence: everything the primary site had executed; the target must have it all in a switchover.</summary>
    public GtidSet? Goal { get; init; }

    /// <summary>Whether the primary's guard was asked to hold a fence, which must be undone if the run ends without a promotion.</summary>
    public bool FenceAsked { get; init; }
}
