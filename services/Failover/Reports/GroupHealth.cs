namespace ClusterSetSuite.Failover.Reports;

/// <summary>An InnoDB Cluster as a whole.</summary>
public enum GroupHealth
{
    /// <summary>Can not be told; never read as dead.</summary>
    Unknown,

    /// <summary>Has a primary and quorum.</summary>
    Online,

    /// <summary>Members answer, without quorum.</summary>
    NoQuorum,

    /// <summary>Members answer or are known to be stopped, and none runs the group.</summary>
    Offline,
}
