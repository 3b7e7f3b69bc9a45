namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>The codes that decisions hang on; from AdminAPI's sources and the transcripts in the tests.</summary>
public static class ShellCodes
{
    /// <summary>Another AdminAPI command holds the lock of the instance or cluster.</summary>
    public const int Locked = 51500;

    /// <summary>Another AdminAPI command holds an exclusive lock.</summary>
    public const int LockedExclusively = 51501;

    /// <summary>No ClusterSet (or no such cluster in it) in the metadata.</summary>
    public const int NoSuchClusterSet = 51101;

    /// <summary>The server has no metadata schema.</summary>
    public const int NoMetadata = 51113;

    /// <summary>The target of createReplicaCluster is still in a cluster.</summary>
    public const int TargetInCluster = 51305;

    /// <summary>The group is not ONLINE.</summary>
    public const int NotOnline = 51314;

    /// <summary>createClusterSet: the cluster is in a ClusterSet already.</summary>
    public const int InClusterSet = 51601;

    /// <summary>setPrimaryCluster: the cluster is the primary already.</summary>
    public const int AlreadyPrimary = 51317;

    /// <summary>The target lacks transactions that its source has no more.</summary>
    public const int MustBeCloned = 51153;

    /// <summary>createReplicaCluster: the name is taken in the ClusterSet.</summary>
    public const int NameInUse = 51610;

    /// <summary>Wrong user or password.</summary>
    public const int AccessDenied = 1045;

    /// <summary>A statement met <c>super_read_only</c> (the server's own code).</summary>
    public const int ReadOnly = 1290;

    /// <summary>Group Replication is being started or stopped on the server by somebody else (the server's own code; seen on a busy lab, where the operator brings servers back at the same time).</summary>
    public const int GroupStarts = 3663;

    /// <summary>The port can not be reached: refused, no route or timed out.</summary>
    public const int CannotConnect = 2003;

    /// <summary>The host's name does not resolve.</summary>
    public const int UnknownHost = 2005;

    /// <summary>forcePrimaryCluster: a server of the primary cluster answers, though its group has no quorum or is offline. Nothing was changed.</summary>
    public const int OldPrimaryAnswers = 51614;

    /// <summary>forcePrimaryCluster: the primary cluster is there. Nothing was changed.</summary>
    public const int OldPrimaryLives = 51615;

    /// <summary>Whether a failover was refused because of the old primary.</summary>
    public static bool IsPrimaryAlive(int? code) => code is OldPrimaryAnswers or OldPrimaryLives;

    /// <summary>Whether waiting for another command can help: it holds a lock, or the group is being started on the server.</summary>
    public static bool IsLock(int? code) => code is Locked or LockedExclusively or GroupStarts;
}
