using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Model;

/// <summary>The Coordinator's PostgreSQL: one synchronous record with compare-and-swap, and a lock that ends with its session.</summary>
internal sealed class Database(World world) : Node(world, "database", World.DatabasePlace)
{
    private long? _automaticAt;
    private (long Since, long Until)? _silent;
    private int _session;

    public AuthorityRecord? Record { get; private set; }

    /// <summary>Which Coordinator has the lock; -1 for none.</summary>
    public int LockHolder { get; private set; } = -1;

    public TimeSpan? SinceAutomatic => _automaticAt is { } at ? TimeSpan.FromTicks((World.Now - at) * 10) : null;

    /// <summary>The primary's last sign of life as the former detector knew it, while it was silent.</summary>
    public FormerWord? Former => _silent is { } silent ? new(TimeSpan.FromTicks((World.Now - silent.Since) * 10), TimeSpan.FromTicks((World.Now - silent.Until) * 10)) : null;

    public void Keep(TimeSpan? silence) => _silent = silence is { } age ? (World.Now - (age.Ticks / 10), World.Now) : null;

    public bool TryLock(int coordinator)
    {
        if (LockHolder >= 0 && LockHolder != coordinator)
            return false;
        LockHolder = coordinator;
        Touch(coordinator);
        return true;
    }

    public void Unlock(int coordinator)
    {
        if (LockHolder == coordinator)
            LockHolder = -1;
    }

    /// <summary>The session is used; a session that is not used for a while is found dead, sooner or later, and its lock is free then.</summary>
    public void Touch(int coordinator)
    {
        if (LockHolder != coordinator)
            return;
        var session = ++_session;
        World.After(World.Rng.Seconds(1.5, 9), () =>
        {
            if (session == _session && LockHolder == coordinator && IsAlive)
                LockHolder = -1;
        });
    }

    public AuthorityRecord Swap(AuthorityRecord next)
    {
        if (next.Epoch == (Record?.Epoch ?? 0) + 1 || (World.Has(Planted.Cas) && next != Record))
        {
            World.Invariants.Swapped(Record, next);
            if (next.Promotion is { Person: null, Kind: not PromotionKind.Switchover } && Record?.Primary != next.Primary)
                _automaticAt = World.Now;
            if (next.Promotion is not null)
                _silent = null;
            Record = next;
            World.Log($"database: epoch {next.Epoch}, primary {next.Primary}, by {next.Detector}{(next.Promotion is null ? "" : $", promotion from {next.Promotion.From}")}, promises {next.PromiseSites}, promotable {next.Promotable}, armed {next.EnforcerArmed}, quarantined {next.Quarantined}");
        }

        return Record!;
    }

    public void Acknowledge() => _automaticAt = null;

    protected override void OnCrash() => LockHolder = -1;
}
