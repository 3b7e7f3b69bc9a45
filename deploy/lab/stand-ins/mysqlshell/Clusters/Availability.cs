namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>What can be said of a whole cluster from here.</summary>
internal enum Availability
{
    Online,
    NoQuorum,

    /// <summary>All members answer and none runs the group.</summary>
    Offline,

    /// <summary>No member is known to be ONLINE, and some did not answer.</summary>
    Unreachable,
}
