using System.Text.Json.Serialization;
using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Something a guard is told. Those that come from other processes have a name for the wire; the others come from the shell itself and can not be sent.</summary>
[JsonDerivedType(typeof(AuthorityHeard), "authorityHeard")]
[JsonDerivedType(typeof(LeaseGranted), "leaseGranted")]
[JsonDerivedType(typeof(LeaseRefused), "leaseRefused")]
[JsonDerivedType(typeof(PromiseGiven), "promiseGiven")]
[JsonDerivedType(typeof(PromiseRefused), "promiseRefused")]
[JsonDerivedType(typeof(PromiseAsked), "promiseAsked")]
[JsonDerivedType(typeof(FreezeAsked), "freezeAsked")]
[JsonDerivedType(typeof(FreezeEnded), "freezeEnded")]
[JsonDerivedType(typeof(FenceAsked), "fenceAsked")]
[JsonDerivedType(typeof(PromoteAsked), "promoteAsked")]
[JsonDerivedType(typeof(StandDownAsked), "standDownAsked")]
[JsonDerivedType(typeof(ReportAsked), "reportAsked")]
public abstract record GuardEvent;

/// <summary>Time has passed: every half heartbeat, and at <see cref="GuardCore.NextWake"/>.</summary>
public sealed record GuardWoke : GuardEvent;

/// <summary>A record came with some message, from a detector or from another site.</summary>
/// <param name="Record">The record.</param>
public sealed record AuthorityHeard(AuthorityRecord Record) : GuardEvent;

/// <summary>Durable storage has taken a <see cref="KeepAuthority"/>.</summary>
/// <param name="Sequence">Its sequence.</param>
public sealed record AuthorityKept(long Sequence) : GuardEvent;

/// <summary>A detector granted the lease.</summary>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The detector's record.</param>
/// <param name="Length">For how long.</param>
public sealed record LeaseGranted(long Nonce, AuthorityRecord Record, TimeSpan Length) : GuardEvent;

/// <summary>A detector refused the lease.</summary>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The detector's record.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaseRefused(long Nonce, AuthorityRecord? Record, string Reason) : GuardEvent;

/// <summary>Another site promised to refuse promotion.</summary>
/// <param name="Site">That site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Epoch">The epoch that it keeps.</param>
/// <param name="Length">For how long.</param>
public sealed record PromiseGiven(string Site, long Nonce, long Epoch, TimeSpan Length) : GuardEvent;

/// <summary>Another site does not promise.</summary>
/// <param name="Site">That site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The record that it keeps.</param>
/// <param name="Reason">Why.</param>
public sealed record PromiseRefused(string Site, long Nonce, AuthorityRecord? Record, string Reason) : GuardEvent;

/// <summary>The primary site asks this one to refuse promotion for a while.</summary>
/// <param name="Site">The site that asks.</param>
/// <param name="Nonce">To be repeated in the answer.</param>
/// <param name="Record">The record that it keeps.</param>
public sealed record PromiseAsked(string Site, long Nonce, AuthorityRecord Record) : GuardEvent;

/// <summary>A detector asks this site to stop promising.</summary>
/// <param name="Epoch">The command's epoch.</param>
public sealed record FreezeAsked(long Epoch) : GuardEvent;

/// <summary>A detector lets this site promise again.</summary>
/// <param name="Epoch">The command's epoch.</param>
public sealed record FreezeEnded(long Epoch) : GuardEvent;

/// <summary>A detector asks for a fence that holds until a newer record gives the authority back.</summary>
/// <param name="Epoch">The command's epoch.</param>
/// <param name="StopServers">Whether the servers are to be stopped.</param>
public sealed record FenceAsked(long Epoch, bool StopServers) : GuardEvent;

/// <summary>A detector asks this site to become primary.</summary>
/// <param name="Record">The record that gives it the authority.</param>
public sealed record PromoteAsked(AuthorityRecord Record) : GuardEvent;

/// <summary>A detector asks this site to give up a promotion that it has not started.</summary>
/// <param name="Epoch">The promotion's epoch.</param>
public sealed record StandDownAsked(long Epoch) : GuardEvent;

/// <summary>A detector asks for a report.</summary>
/// <param name="Token">To be repeated in the answer.</param>
public sealed record ReportAsked(long Token) : GuardEvent;

/// <summary>The group has been looked at.</summary>
/// <param name="Look">What was seen.</param>
public sealed record GroupLooked(GroupLook Look) : GuardEvent;

/// <summary>Stamps that were asked for have been left, or could not be: a look tells.</summary>
public sealed record StampsLeft : GuardEvent;

/// <summary>A rung of the ladder has ended.</summary>
/// <param name="Attempt">As commanded.</param>
/// <param name="IsProven">Whether every member has been read back as fenced, or is known to be stopped.</param>
/// <param name="Words">What is not so, for people.</param>
public sealed record RungEnded(long Attempt, bool IsProven, string Words) : GuardEvent;

/// <summary>Opening the group has ended.</summary>
/// <param name="Attempt">As commanded.</param>
/// <param name="IsOpen">Whether the group's primary was read back as writable.</param>
public sealed record OpenEnded(long Attempt, bool IsOpen) : GuardEvent;

/// <summary>How a force or switch command ended.</summary>
public enum ForceOutcome
{
    /// <summary>The group is the set's primary.</summary>
    Succeeded,

    /// <summary>Not tried: received transactions are not executed.</summary>
    NotDrained,

    /// <summary>AdminAPI refused before it changed anything: the old primary cluster is reachable (51615, 51614), or a precondition is missing.</summary>
    Refused,

    /// <summary>AdminAPI failed on its way.</summary>
    Failed,

    /// <summary>Not ended within its deadline; it may still have had, or may still get, its effect.</summary>
    TimedOut,
}

/// <summary>A force or switch command has ended.</summary>
/// <param name="Attempt">As commanded.</param>
/// <param name="Outcome">How.</param>
/// <param name="Words">AdminAPI's own words.</param>
public sealed record ForceEnded(long Attempt, ForceOutcome Outcome, string Words) : GuardEvent;
