namespace ClusterSetSuite.Failover.Authority;

/// <summary>Why a site is promoted, and so how.</summary>
public enum PromotionKind
{
    /// <summary>The primary site is silent: by the end of its right to write, with a force.</summary>
    Failover,

    /// <summary>The primary site is reachable but its group is down and could not be repaired: by a proven fence with its servers stopped, with a force.</summary>
    FailoverFromDown,

    /// <summary>Planned: by a proven fence, and after the target has everything.</summary>
    Switchover,
}
