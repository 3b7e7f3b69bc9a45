namespace ClusterSetSuite.Failover.Detector;

/// <summary>What a promotion waits for before it wins its epoch.</summary>
public enum PromotionPhase
{
    /// <summary>A group that is down but reachable is being repaired in place.</summary>
    Repairing,

    /// <summary>The candidates stop promising, and their last promises and the primary's lease end.</summary>
    Freezing,

    /// <summary>The primary's guard proves the fence.</summary>
    Fencing,

    /// <summary>The candidates apply what they have received.</summary>
    Draining,

    /// <summary>The next epoch is being won.</summary>
    Swapping,
}
