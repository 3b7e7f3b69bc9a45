namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>`.status.cluster.status` in the real operator's words.</summary>
public static class ClusterStatus
{
    public const string Pending = "PENDING";
    public const string Initializing = "INITIALIZING";
    public const string Online = "ONLINE";
    public const string OnlinePartial = "ONLINE_PARTIAL";
    public const string OnlineUncertain = "ONLINE_UNCERTAIN";
    public const string Offline = "OFFLINE";
    public const string OfflineUncertain = "OFFLINE_UNCERTAIN";
    public const string NoQuorum = "NO_QUORUM";
    public const string NoQuorumUncertain = "NO_QUORUM_UNCERTAIN";
    public const string SplitBrain = "SPLIT_BRAIN";
    public const string SplitBrainUncertain = "SPLIT_BRAIN_UNCERTAIN";
    public const string Unknown = "UNKNOWN";
    public const string Finalizing = "FINALIZING";
    public const string Invalid = "INVALID";

    /// <summary>True when there is a group to join.</summary>
    public static bool HasGroup(string status) => status is Online or OnlinePartial or OnlineUncertain;
}
