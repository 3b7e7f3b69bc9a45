namespace ClusterSetSuite.Failover.Guard;

/// <summary>What the second enforcer of one member goes by.</summary>
public enum StampKind
{
    /// <summary>The member may take writes, and nothing is enforced (modes off and observe).</summary>
    Unlimited,

    /// <summary>The member may take writes until the deadline.</summary>
    Writer,

    /// <summary>The member has been read back as fenced and must not take writes.</summary>
    ReadOnly,
}

/// <summary>A mark that the guard leaves in a member's pod, in a place that a restart of the server's container empties. An enforcer takes a mark only if its sequence is higher than that of the one it has.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Deadline">For a writer: when the enforcer acts, on the enforcer's own monotonic clock.</param>
/// <param name="Sequence">Grows with every mark; from the guard's clock and start, so that a restarted guard is higher.</param>
public sealed record RightStamp(StampKind Kind, TimeSpan Deadline, long Sequence);

/// <summary>A stamp for one member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Stamp">The stamp.</param>
public sealed record MemberStamp(string Member, RightStamp Stamp);
