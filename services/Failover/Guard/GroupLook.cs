using System.Collections.Immutable;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>How a member was found.</summary>
public enum MemberState
{
    /// <summary>It did not answer, and is not known to be stopped.</summary>
    Unknown,

    /// <summary>It is known not to run.</summary>
    Stopped,

    /// <summary><c>super_read_only</c> is on, or Group Replication takes no transaction because the member is on its way into the group.</summary>
    ReadOnly,

    /// <summary><c>super_read_only</c> is off.</summary>
    Writable,
}

/// <summary>One member, looked at by the guard.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it was found.</param>
/// <param name="IsOffline">Whether <c>offline_mode</c> is on: no client gets in.</param>
/// <param name="EnforcerClock">The clock of its second enforcer; null when it has none.</param>
/// <param name="Stamp">The stamp that its second enforcer goes by.</param>
public sealed record MemberLook(string Name, MemberState State, bool IsOffline, TimeSpan? EnforcerClock, RightStamp? Stamp)
{
    /// <summary>Whether its second enforcer has looked lately, and so can be counted on.</summary>
    public bool IsEnforcerAwake { get; init; } = true;

    /// <summary>Whether it belongs to a cluster of a set by its own metadata; not so a server that is new, or of a site that was given up and is made anew.</summary>
    public bool IsInSet { get; init; } = true;

    /// <summary>Whether it is in its group or on its way into it. One that is not may be being brought back by AdminAPI, which lifts <c>super_read_only</c> on it for that (seen on the lab).</summary>
    public bool IsInGroup { get; init; } = true;

    /// <summary>Whether it must be fenced where nobody has the right to write: it is writable, be it for administrators alone. On a server of no set that lets no client in, AdminAPI may work.</summary>
    public bool IsOpenWithoutRight => State == MemberState.Writable && (IsInSet || !IsOffline);

    /// <summary>Whether it takes clients' writes.</summary>
    public bool AcceptsWrites => State == MemberState.Writable && !IsOffline;

    /// <summary>Whether it answered.</summary>
    public bool IsReached => State is MemberState.ReadOnly or MemberState.Writable;
}

/// <summary>The group, looked at by its guard.</summary>
public sealed record GroupLook
{
    /// <summary>When the look began.</summary>
    public required TimeSpan AskedAt { get; init; }

    /// <summary>Every member that should be there.</summary>
    public required ImmutableArray<MemberLook> Members { get; init; }

    /// <inheritdoc cref="SiteReport.IsSetPrimary"/>
    public bool IsSetPrimary { get; init; }

    /// <inheritdoc cref="SiteReport.Health"/>
    public GroupHealth Health { get; init; }

    /// <inheritdoc cref="SiteReport.Receiving"/>
    public Receiving Receiving { get; init; }

    /// <inheritdoc cref="SiteReport.HeartbeatRowAge"/>
    public TimeSpan? HeartbeatRowAge { get; init; }

    /// <inheritdoc cref="SiteReport.Received"/>
    public GtidSet Received { get; init; } = GtidSet.Empty;

    /// <inheritdoc cref="SiteReport.Executed"/>
    public GtidSet Executed { get; init; } = GtidSet.Empty;

    /// <summary>Whether a member takes clients' writes.</summary>
    public bool AcceptsWrites
    {
        get
        {
            foreach (var member in Members)
                if (member.AcceptsWrites)
                    return true;
            return false;
        }
    }
}
