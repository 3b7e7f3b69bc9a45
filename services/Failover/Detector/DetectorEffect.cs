using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Something the shell does for a detector. None waits: answers come back as events, and what is not answered is asked again.</summary>
public abstract record DetectorEffect;

/// <summary>Write <paramref name="Next"/> if the database's record has the epoch before it, in one synchronous transaction; answer with <see cref="SwapAnswered"/>.</summary>
/// <param name="Next">The record to be.</param>
/// <param name="Report">For a promotion its report as far as it is known, to be kept in the same transaction: whoever decided it may be gone before it is complete.</param>
public sealed record SwapAuthority(AuthorityRecord Next, FailoverReport? Report = null) : DetectorEffect;

/// <summary>Ask the database whether lock and record are still this detector's; answer with <see cref="TermConfirmed"/> or <see cref="LockLost"/>.</summary>
public sealed record ConfirmTerm : DetectorEffect;

/// <summary>Give the lock back; stand by.</summary>
/// <param name="Reason">Why.</param>
public sealed record Resign(string Reason) : DetectorEffect;

/// <summary>Tell every site the newest record. The shell also sends it with every request to a site.</summary>
/// <param name="Record">The record.</param>
public sealed record Announce(AuthorityRecord Record) : DetectorEffect;

/// <summary>Answer a guard: the lease is granted.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The newest record.</param>
/// <param name="Length">For how long, counted by the guard from before it asked.</param>
public sealed record GrantLease(string Site, long Nonce, AuthorityRecord Record, TimeSpan Length) : DetectorEffect;

/// <summary>Answer a guard: no lease.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The newest record; null when there is none.</param>
/// <param name="Reason">Why.</param>
public sealed record RefuseLease(string Site, long Nonce, AuthorityRecord? Record, string Reason) : DetectorEffect;

/// <summary>Ask a site to stop promising for <see cref="FailoverTimers.FreezeLength"/>.</summary>
/// <param name="Site">The site.</param>
/// <param name="Epoch">This command's epoch.</param>
public sealed record AskFreeze(string Site, long Epoch) : DetectorEffect;

/// <summary>Tell a site that it may promise again.</summary>
/// <param name="Site">The site.</param>
/// <param name="Epoch">This command's epoch.</param>
public sealed record EndFreeze(string Site, long Epoch) : DetectorEffect;

/// <summary>Ask a guard to fence its group and to hold the fence.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Epoch">This command's epoch.</param>
/// <param name="StopServers">Whether the servers are to be stopped too.</param>
public sealed record AskFence(string Site, long Epoch, bool StopServers) : DetectorEffect;

/// <summary>Ask a site to repair its group in place: force quorum or reboot from complete outage.</summary>
/// <param name="Site">The site.</param>
/// <param name="Epoch">This command's epoch.</param>
public sealed record AskRepair(string Site, long Epoch) : DetectorEffect;

/// <summary>Ask a site to apply what it has received: start a stopped applier, take away a delay.</summary>
/// <param name="Site">The site.</param>
/// <param name="Epoch">This command's epoch.</param>
public sealed record AskDrain(string Site, long Epoch) : DetectorEffect;

/// <summary>Ask a site to become primary.</summary>
/// <param name="Site">The site: the record's primary.</param>
/// <param name="Record">The record that gives it the authority, with the pending promotion.</param>
public sealed record AskPromote(string Site, AuthorityRecord Record) : DetectorEffect;

/// <summary>Ask a site to give up a promotion that it has not started.</summary>
/// <param name="Site">The site.</param>
/// <param name="Epoch">The epoch of the promotion.</param>
public sealed record AskStandDown(string Site, long Epoch) : DetectorEffect;

/// <summary>Re-point routers, DNS and the public endpoint.</summary>
/// <param name="Primary">The site that takes writes.</param>
public sealed record RepointTraffic(string Primary) : DetectorEffect;

/// <summary>Keep the report of a promotion that is complete, in the place of what was kept when it was decided.</summary>
/// <param name="Report">The report.</param>
public sealed record PublishReport(FailoverReport Report) : DetectorEffect;

/// <summary>End the report of a promotion that another detector decided, which is gone: complete it by the time that has passed since, or forget it.</summary>
/// <param name="To">The site that was to become primary.</param>
/// <param name="IsPrimary">Whether it did; else the promotion was given back.</param>
public sealed record EndReport(string To, bool IsPrimary) : DetectorEffect;

/// <summary>The judgement on a site that wants to come back.</summary>
/// <param name="Site">The site.</param>
/// <param name="Errant">Its transactions that the primary has not: a site with any must be provisioned anew by clone.</param>
/// <param name="Advice">What to do.</param>
public sealed record RejoinJudged(string Site, GtidSet Errant, string Advice) : DetectorEffect;

/// <summary>Tell the other ClusterSets' detectors whether this one's primary looks dead.</summary>
/// <param name="LooksDead">Whether.</param>
/// <param name="PrimarySite">Its site.</param>
public sealed record ShareSuspicion(bool LooksDead, string PrimarySite) : DetectorEffect;

/// <summary>Log a sentence.</summary>
/// <param name="Sentence">The sentence.</param>
public sealed record TellDetector(string Sentence) : DetectorEffect;

/// <summary>Page a person.</summary>
/// <param name="Sentence">What is wrong, why nothing happens by itself, and what to do.</param>
public sealed record AskPerson(string Sentence) : DetectorEffect;
