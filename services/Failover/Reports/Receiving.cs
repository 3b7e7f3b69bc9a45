namespace ClusterSetSuite.Failover.Reports;

/// <summary>Whether a replica cluster receives from the primary site.</summary>
public enum Receiving
{
    /// <summary>Can not be told; never read as no.</summary>
    Unknown,

    /// <summary>Something came within <c>replica_net_timeout</c>: a veto.</summary>
    Yes,

    /// <summary>The channel is there, and nothing came within <c>replica_net_timeout</c>.</summary>
    No,
}
