namespace ClusterSetSuite.Failover.Guard;

/// <summary>Whether a site's group is let write.</summary>
public enum Gate
{
    /// <summary>Not enforced: the modes off and observe, or no record seen yet. Nothing is touched.</summary>
    Unguarded,

    /// <summary>The guard has just started or begun to enforce and has not looked yet.</summary>
    Unknown,

    /// <summary>Up the fencing ladder.</summary>
    Closing,

    /// <summary>Every member has been read back as fenced or stopped.</summary>
    Closed,

    /// <summary>The group is being made writable.</summary>
    Opening,

    /// <summary>The group's primary is writable.</summary>
    Open,
}

/// <summary>A rung of the fencing ladder. Each is bounded in time and read back on each member.</summary>
public enum FenceRung
{
    /// <summary>Switch off the group action <c>mysql_disable_super_read_only_if_primary</c>, cancel every command under way to a member, set <c>super_read_only</c> on the primary, then on the rest.</summary>
    ReadOnly,

    /// <summary>The SET waits for running statements: kill the client sessions, <c>offline_mode=ON</c>, and the first rung again.</summary>
    Offline,

    /// <summary>Stop the servers: scale to 0.</summary>
    Stop,
}
