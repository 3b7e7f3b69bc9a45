namespace ClusterSetSuite.Failover.Reports;

/// <summary>How far a site is with a promotion.</summary>
public enum SitePromotionStage
{
    /// <summary>Not begun: the epoch is not yet durable, or the right to write or the second enforcers are not yet there.</summary>
    Preparing,

    /// <summary>The force or switch command runs.</summary>
    Forcing,

    /// <summary>The command ended without success or timed out; the site looks again and repeats it.</summary>
    LookingAgain,

    /// <summary>The group is the set's primary.</summary>
    Done,

    /// <summary>Given up on the detector's word; this epoch's promotion is refused from now on.</summary>
    StoodDown,
}
