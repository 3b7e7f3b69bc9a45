using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Failover.Reports;

/// <summary>What a site's agent answers when a detector asks: its guard's state and its group's.</summary>
public sealed record SiteReport
{
    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The epoch that its guard keeps on durable storage; 0 for none.</summary>
    public long KeptEpoch { get; init; }

    /// <summary>The kept epoch by which every member of the group has a second enforcer that counts the right to write; 0 while one has not.</summary>
    public long EnforcerArmedEpoch { get; init; }

    /// <summary>Whether a member takes clients' writes.</summary>
    public bool Writable { get; init; }

    /// <summary>Whether every member has been read back as fenced or stopped.</summary>
    public bool Fenced { get; init; }

    /// <summary>The epoch for which the guard keeps the fence, on durable storage, until a newer record gives the site the authority back; 0 for none.</summary>
    public long FenceHeldEpoch { get; init; }

    /// <summary>Whether the fence that is held includes stopped servers.</summary>
    public bool ServersStopped { get; init; }

    /// <summary>Whether the group acts as the primary cluster of the set: it has no replication channel from another.</summary>
    public bool IsSetPrimary { get; init; }

    /// <summary>The group.</summary>
    public GroupHealth Health { get; init; }

    /// <summary>Whether <c>clusterset_replication</c> gets anything from the primary site.</summary>
    public Receiving Receiving { get; init; }

    /// <summary>The age of the newest heartbeat row that came from the primary site; null when unknown.</summary>
    public TimeSpan? HeartbeatRowAge { get; init; }

    /// <summary><c>received_transaction_set</c> of the channel; empty without one.</summary>
    public GtidSet Received { get; init; } = GtidSet.Empty;

    /// <summary><c>gtid_executed</c> of the group's primary.</summary>
    public GtidSet Executed { get; init; } = GtidSet.Empty;

    /// <summary>Whether the site has stopped promising and its last promise has ended.</summary>
    public bool PromisesOver { get; init; }

    /// <summary>How much longer the last promise holds that the site gave; negative when it has ended.</summary>
    public TimeSpan PromisesEndIn { get; init; }

    /// <summary>The promotion that this site was asked for.</summary>
    public SitePromotionReport? Promotion { get; init; }

    /// <summary>Whether everything received has been executed.</summary>
    public bool IsDrained => Executed.Contains(Received);
}
