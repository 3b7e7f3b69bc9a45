namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>A ClusterSet at a glance, from what its sites observe.</summary>
public sealed record HealthView
{
    /// <summary><c>HEALTHY</c>; <c>DEGRADED</c> (writes are taken, something is missing); <c>UNAVAILABLE</c> (no write is taken); <c>SPLIT</c> (more than one cluster would take writes); <c>UNKNOWN</c> (the primary is not observed).</summary>
    public required string Status { get; init; }

    /// <summary>Everything that is not as it should be, one sentence each, the worst first.</summary>
    public required IReadOnlyList<string> Troubles { get; init; }

    /// <summary>Who takes writes and by what right, for people.</summary>
    public required string Writes { get; init; }

    /// <summary>The primary's site by the newest view of the set's metadata, or null where no site tells.</summary>
    public string? PrimarySite { get; init; }

    /// <summary>How much is done by itself: off, observe, recommend or automatic.</summary>
    public required string Automation { get; init; }

    /// <summary>What the automation waits for, for people.</summary>
    public required string WaitsFor { get; init; }

    /// <summary>The detector that watches over the primary; null where none runs.</summary>
    public AutomationView? Detector { get; init; }

    /// <summary>What speaks for and against the loss of the primary; null while it is seen alive, or while no site tells which it is.</summary>
    public LossView? Loss { get; init; }

    /// <summary>The sites, in the spec's order.</summary>
    public required IReadOnlyList<SiteHealthView> Sites { get; init; }
}

/// <summary>One site and its cluster.</summary>
public sealed record SiteHealthView
{
    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The cluster's name in the set.</summary>
    public required string Cluster { get; init; }

    /// <summary>PRIMARY, REPLICA, INVALIDATED, <c>not in the set</c> or <c>unknown</c>, by the newest view that any site knows.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the newest view has the cluster, or one of its own servers knows of the set; a cluster of its own that has not joined yet writes without harm.</summary>
    public bool InSet { get; init; }

    /// <summary>Whether this is older than a few intervals, and so says nothing of now.</summary>
    public required bool Stale { get; init; }

    /// <summary>What the site tells in place of its cluster: that there is none, or why it can not look; null where it tells of it, or nothing of now.</summary>
    public string? Absent { get; init; }

    /// <summary>When it was observed, UTC by our clock; null when it never was.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Servers that the spec wants.</summary>
    public required int Wanted { get; init; }

    /// <summary>Servers ONLINE.</summary>
    public int Online { get; init; }

    /// <summary>Pods whose servers would take a write.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>For a replica: OK, CONNECTING, STOPPED, ERROR, DELAYED or MISSING.</summary>
    public string? Channel { get; init; }

    /// <summary>The channel's last error.</summary>
    public string? ChannelError { get; init; }

    /// <summary>For a replica: seconds that applying is behind; null where it can not be told.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>For a replica: transactions that the primary has and it has not; null where it can not be told.</summary>
    public long? LagTransactions { get; init; }

    /// <summary>For a replica: transactions that it has and the primary has not; null where there are none or it can not be told.</summary>
    public string? Errant { get; init; }

    /// <summary>The servers.</summary>
    public IReadOnlyList<MemberHealthView> Members { get; init; } = [];
}

/// <summary>One server.</summary>
/// <param name="Pod">Its pod.</param>
/// <param name="State">ONLINE and so on, or <c>no answer</c>.</param>
/// <param name="Role">PRIMARY or SECONDARY in its group, or empty.</param>
/// <param name="ReadOnly">Whether it is super_read_only.</param>
/// <param name="Trouble">Why it does not answer, or null.</param>
public sealed record MemberHealthView(string Pod, string State, string Role, bool ReadOnly, string? Trouble)
{
    /// <summary>Whether it takes writes of administrators (CONNECTION_ADMIN) alone: <c>read_only</c> is on and <c>super_read_only</c> off.</summary>
    public bool AdministratorsOnly { get; init; }
}
