using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>What a site's guard keeps on durable storage. It is written before anything is done because of it.</summary>
/// <param name="Record">The newest record seen; commands of an older epoch are refused.</param>
public sealed record KeptAuthority(AuthorityRecord Record)
{
    /// <summary>The epoch for which a fence is held; it ends when a newer record names this site primary. 0 for none.</summary>
    public long FenceHeldEpoch { get; init; }

    /// <summary>Whether the fence that is held includes stopped servers.</summary>
    public bool StopServers { get; init; }

    /// <summary>Whether the force or switch command of the record's pending promotion was ever started.</summary>
    public bool ForceStarted { get; init; }

    /// <summary>Promotions up to this epoch have been given up.</summary>
    public long StoodDownEpoch { get; init; }

    /// <summary>Whether a fence is held now.</summary>
    public bool HoldsFence => FenceHeldEpoch >= Record.Epoch;

    /// <summary>What is kept after a newer record: the marks of a promotion live as long as that promotion.</summary>
    public KeptAuthority With(AuthorityRecord newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        return this with { Record = newer, ForceStarted = ForceStarted && newer.Promotion is not null && newer.Primary == Record.Primary };
    }
}
