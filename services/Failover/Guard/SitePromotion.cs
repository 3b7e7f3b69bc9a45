using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>The promotion that this site was asked for.</summary>
/// <param name="Record">The record of the newest command.</param>
public sealed record SitePromotion(AuthorityRecord Record)
{
    /// <summary>How far.</summary>
    public SitePromotionStage Stage { get; init; } = SitePromotionStage.Preparing;

    /// <summary>Counts the force or switch commands, so that an answer to an earlier one is known.</summary>
    public long Attempt { get; init; }

    /// <summary>When this stage began.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>When the first command was begun; null before it, and in a later life of the guard.</summary>
    public TimeSpan? ForcedAt { get; init; }

    /// <summary>Whether every command so far was refused before it changed anything, in this life of the guard.</summary>
    public bool IsUntouched { get; init; } = true;

    /// <summary>Whether the last command was refused before it changed anything.</summary>
    public bool WasRefused { get; init; }

    /// <summary>Why it is not further.</summary>
    public string Reason { get; init; } = "just asked";
}
