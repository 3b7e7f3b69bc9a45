using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Something a detector is told.</summary>
public abstract record DetectorEvent;

/// <summary>Time has passed; sent every heartbeat.</summary>
public sealed record DetectorWoke : DetectorEvent;

/// <summary>The database lock of the active detector has been won, and this record was read under it (null: the ClusterSet has none yet).</summary>
/// <param name="Record">The record.</param>
/// <param name="InitialPrimary">The primary of the spec, for a ClusterSet without a record.</param>
/// <param name="SinceAutomatic">Time since the last automatic failover that nobody acknowledged, by the database's clock; null for none.</param>
/// <param name="MaintenanceLeft">What is left of a maintenance; zero for none.</param>
public sealed record LockWon(AuthorityRecord? Record, string InitialPrimary, TimeSpan? SinceAutomatic, TimeSpan MaintenanceLeft) : DetectorEvent
{
    /// <summary>What the former detector kept about a primary that was silent to it up to its own end; null where it was not.</summary>
    public FormerWord? Former { get; init; }
}

/// <summary>A detector's word on a silent primary, as its successor finds it.</summary>
/// <param name="SilentFor">How long ago it saw the primary's last sign of life, by the database's clock.</param>
/// <param name="Age">How long ago it said so.</param>
public readonly record struct FormerWord(TimeSpan SilentFor, TimeSpan Age)
{
    /// <summary>A Coordinator that was killed is back well within this; after more, what its predecessor knew says too little.</summary>
    private static readonly TimeSpan BetweenDetectors = TimeSpan.FromMinutes(1);

    /// <summary>Whether it still says when the primary lived last.</summary>
    public bool Counts => Age < BetweenDetectors;
}

/// <summary>The lock is gone, or the database says that another detector changed the record.</summary>
public sealed record LockLost : DetectorEvent;

/// <summary>The database confirmed that the lock and the newest record are this detector's.</summary>
/// <param name="AskedAt">When it was asked.</param>
public sealed record TermConfirmed(TimeSpan AskedAt) : DetectorEvent;

/// <summary>The answer to a <see cref="SwapAuthority"/>: the record that the database has now (which is the proposed one if the swap, or an earlier delivery of it, won).</summary>
/// <param name="Current">The record.</param>
public sealed record SwapAnswered(AuthorityRecord Current) : DetectorEvent;

/// <summary>A guard asks for the lease.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Nonce">To be repeated in the answer.</param>
/// <param name="Epoch">The epoch it keeps.</param>
public sealed record LeaseAsked(string Site, long Nonce, long Epoch) : DetectorEvent;

/// <summary>The Coordinator has probed every member of a site's group.</summary>
/// <param name="Site">The site.</param>
/// <param name="AskedAt">When it began.</param>
/// <param name="Result">What they said; null when none answered.</param>
public sealed record MembersProbed(string Site, TimeSpan AskedAt, MembersProbe? Result) : DetectorEvent;

/// <summary>A site's agent answered, on the broker or on the direct path.</summary>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Report">What it said.</param>
public sealed record SiteReported(TimeSpan AskedAt, SiteReport Report) : DetectorEvent;

/// <summary>A neutral witness answered.</summary>
/// <param name="AskedAt">When it was asked.</param>
public sealed record WitnessAnswered(TimeSpan AskedAt) : DetectorEvent;

/// <summary>How other ClusterSets look to this Coordinator.</summary>
/// <param name="LookDead">Whether one whose primary is on another site looks dead too.</param>
public sealed record OtherSetsSeen(bool LookDead) : DetectorEvent;

/// <summary>The spec or the options changed.</summary>
/// <param name="Settings">The new ones.</param>
public sealed record SettingsChanged(DetectorSettings Settings) : DetectorEvent;

/// <summary>A person pauses automation, or ends the pause with zero.</summary>
/// <param name="Length">For how long.</param>
public sealed record MaintenanceSet(TimeSpan Length) : DetectorEvent;

/// <summary>A person has looked at the last automatic failover: another one may follow within the hour.</summary>
public sealed record FailoverAcknowledged : DetectorEvent;

/// <summary>A person approves a failover of a primary that looks dead. Both locks and every veto stand all the same.</summary>
/// <param name="Person">Who.</param>
/// <param name="Target">The site to promote; null lets the rule choose.</param>
public sealed record FailoverApproved(string Person, string? Target) : DetectorEvent;

/// <summary>A person or a drill asks for a planned change of the primary.</summary>
/// <param name="Person">Who.</param>
/// <param name="Target">The site to promote.</param>
public sealed record SwitchoverAsked(string Person, string Target) : DetectorEvent;

/// <summary>A quarantined site is to be taken back; its report must be fresh.</summary>
/// <param name="Site">The site.</param>
public sealed record RejoinAsked(string Site) : DetectorEvent;
