namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>What one server says of itself, by its own view of the group and its own copy of the metadata.</summary>
public enum MemberStatus
{
    /// <summary>It can not be asked.</summary>
    Unknown,

    /// <summary>Certainly not in a group: its pod does not run, or it is a member whose group replication is off or in error.</summary>
    Offline,

    /// <summary>It is no member of a cluster by its metadata.</summary>
    NotManaged,

    /// <summary>It is in a group that its metadata does not know.</summary>
    Unmanaged,

    /// <summary>It is catching up.</summary>
    Recovering,

    /// <summary>It is ONLINE in its own view.</summary>
    Online,
}
