namespace ClusterSetSuite.Failover.Detector;

/// <summary>What a Coordinator replica's detector is.</summary>
public enum DetectorRole
{
    /// <summary>Watches, and neither grants nor promotes: another one is active, or it has not been able to confirm that it still is.</summary>
    Standby,

    /// <summary>Has the lock; its first swap is under way.</summary>
    TakingOver,

    /// <summary>Active, but for one lease length it grants and promotes nothing: what its predecessor granted must end first.</summary>
    WarmingUp,

    /// <summary>Grants and decides.</summary>
    Active,
}
