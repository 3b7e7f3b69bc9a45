using System.Collections.Immutable;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Something the shell does for a guard. None waits: answers come back as events, and what is not answered is asked again.</summary>
public abstract record GuardEffect;

/// <summary>Write to durable storage (written through, surviving the pod), then answer with <see cref="AuthorityKept"/>.</summary>
/// <param name="Sequence">To be repeated in the answer; a write of a lower sequence must not overwrite one of a higher.</param>
/// <param name="Authority">What to keep.</param>
public sealed record KeepAuthority(long Sequence, KeptAuthority Authority) : GuardEffect;

/// <summary>Ask every Coordinator replica for the lease, over the broker and the direct path.</summary>
/// <param name="Nonce">To be repeated in the answer.</param>
/// <param name="Epoch">The epoch that is kept.</param>
public sealed record AskLease(long Nonce, long Epoch) : GuardEffect;

/// <summary>Ask another site for its promise, on the path between the sites.</summary>
/// <param name="Site">That site.</param>
/// <param name="Nonce">To be repeated in the answer.</param>
/// <param name="Record">The record that is kept.</param>
public sealed record AskPromise(string Site, long Nonce, AuthorityRecord Record) : GuardEffect;

/// <summary>Answer the primary site: promised.</summary>
/// <param name="Site">The primary site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Epoch">The epoch that is kept.</param>
/// <param name="Length">For how long, counted by the holder from before it asked.</param>
public sealed record GivePromise(string Site, long Nonce, long Epoch, TimeSpan Length) : GuardEffect;

/// <summary>Answer another site: not promised.</summary>
/// <param name="Site">That site.</param>
/// <param name="Nonce">As asked.</param>
/// <param name="Record">The record that is kept.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusePromise(string Site, long Nonce, AuthorityRecord? Record, string Reason) : GuardEffect;

/// <summary>Look at every member and its second enforcer; answer with <see cref="GroupLooked"/>.</summary>
public sealed record LookAtGroup : GuardEffect;

/// <summary>Leave stamps with the second enforcers. Commands to one member are carried out in order.</summary>
/// <param name="Stamps">The stamps.</param>
public sealed record StampMembers(ImmutableArray<MemberStamp> Stamps) : GuardEffect;

/// <summary>Climb a rung of the fencing ladder; answer with <see cref="RungEnded"/> within its limit.</summary>
/// <param name="Attempt">To be repeated in the answer.</param>
/// <param name="Rung">The rung.</param>
/// <param name="Limit">Its limit.</param>
public sealed record ClimbRung(long Attempt, FenceRung Rung, TimeSpan Limit) : GuardEffect;

/// <summary>Make the group writable: group action on, <c>super_read_only</c> off on its primary, <c>offline_mode</c> off on all. Answer with <see cref="OpenEnded"/>.</summary>
/// <param name="Attempt">To be repeated in the answer.</param>
public sealed record OpenGroup(long Attempt) : GuardEffect;

/// <summary>Start the servers that a held fence had stopped (scale up): read-only and offline, as always.</summary>
public sealed record StartServers : GuardEffect;

/// <summary>Set <c>offline_mode</c> on members. Servers start with it on (my.cnf), so that no repair by an operator lets clients write before the guard agrees.</summary>
/// <param name="IsOffline">On or off.</param>
/// <param name="Members">Their names.</param>
public sealed record SetOffline(bool IsOffline, ImmutableArray<string> Members) : GuardEffect;

/// <summary>
/// Run the force (or, for a switchover, the switch) command on this site with this deadline, after checking once more that everything received is executed;
/// name the record's invalidated clusters. Answer with <see cref="ForceEnded"/>.
/// </summary>
/// <param name="Attempt">To be repeated in the answer.</param>
/// <param name="Record">The record.</param>
/// <param name="Deadline">The deadline.</param>
public sealed record RunForce(long Attempt, AuthorityRecord Record, TimeSpan Deadline) : GuardEffect;

/// <summary>Kill the force command that runs: the right to write has ended.</summary>
/// <param name="Attempt">Its attempt.</param>
public sealed record CancelForce(long Attempt) : GuardEffect;

/// <summary>Answer a detector.</summary>
/// <param name="Token">As asked.</param>
/// <param name="Report">The report.</param>
public sealed record SendReport(long Token, SiteReport Report) : GuardEffect;

/// <summary>
/// End this guard at once: the second enforcers have stamps of a later life, so another process guards the site. Its node may have been given up while it runs on, or be cut off from the API server,
/// so that durable storage can not tell.
/// </summary>
public sealed record GiveWay : GuardEffect;

/// <summary>Log a sentence.</summary>
/// <param name="Sentence">The sentence.</param>
public sealed record TellGuard(string Sentence) : GuardEffect;
