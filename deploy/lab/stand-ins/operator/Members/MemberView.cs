namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>The answers of one server.</summary>
public sealed record MemberView
{
    /// <summary>Name of its pod.</summary>
    public required string Pod { get; init; }

    /// <summary>Ordinal of its pod.</summary>
    public required int Index { get; init; }

    /// <summary>`host:3306`, as the group knows it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its state.</summary>
    public MemberStatus Status { get; init; }

    /// <summary>True when a majority of its group can be reached from it.</summary>
    public bool InQuorum { get; init; }

    /// <summary>True when it is its group's primary (also that of a replica cluster, where it is read-only).</summary>
    public bool IsPrimary { get; init; }

    /// <summary>States of all members in its view, by endpoint; `(MISSING)` for those only its metadata knows.</summary>
    public IReadOnlyDictionary<string, string> Peers { get; init; } = new Dictionary<string, string>();

    /// <summary>@@gtid_executed; null when it could not be asked.</summary>
    public string? Gtids { get; init; }

    /// <summary>Number of executed transactions.</summary>
    public long GtidCount { get; init; }

    /// <summary>@@server_uuid.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>Id of the group view.</summary>
    public string ViewId { get; init; } = "";

    /// <summary>Server version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Role of the cluster in its ClusterSet by this member's metadata: PRIMARY, REPLICA or UNKNOWN.</summary>
    public string ClusterType { get; init; } = "UNKNOWN";

    /// <summary>The error of the connection attempt, for the log.</summary>
    public string? Error { get; init; }

    /// <summary>The state in the words of performance_schema.</summary>
    public string GroupState => Status switch { MemberStatus.Online => "ONLINE", MemberStatus.Recovering => "RECOVERING", MemberStatus.Unknown => "UNREACHABLE", _ => "OFFLINE" };
}
