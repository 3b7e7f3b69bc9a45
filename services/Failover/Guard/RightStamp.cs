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
public sealed record RightStamp(StampKind Kind, TimeSpan Deadline, long Sequence)
{
    private const int NumbersOfALife = 40; // bits

    /// <summary>Whose it is: the life of the guard that left it, counted from 1.</summary>
    public long Life => LifeOf(Sequence);

    /// <summary>The life that a number belongs to.</summary>
    internal static long LifeOf(long number) => number >> NumbersOfALife;

    /// <summary>The number that a life begins with.</summary>
    internal static long FirstOf(long life) => life << NumbersOfALife;
}

/// <summary>A stamp for one member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Stamp">The stamp.</param>
public sealed record MemberStamp(string Member, RightStamp Stamp);
