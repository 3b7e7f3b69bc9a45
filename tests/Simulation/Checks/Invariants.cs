using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Model;
using ClusterSetSuite.Simulation.Parties;

namespace ClusterSetSuite.Simulation.Checks;

/// <summary>What must never be false, looked at in the very instant in which it could become false.</summary>
internal sealed class Invariants(World world)
{
    private readonly Dictionary<string, LossEstimate> _declared = [];
    private readonly int[] _lastWritten = new int[Ledger.MaxOrigins];
    private long _writableSince = -1;

    public Broken? Broken { get; private set; }

    /// <summary>Whether only Coordinator, broker and database have failed so far, so that nobody may be fenced (invariant 6).</summary>
    public bool NobodyMayBeFenced { get; set; }

    /// <summary>How many promotions came to their force.</summary>
    public int Forces { get; private set; }

    public int Switches { get; private set; }

    /// <summary>How often a decision was swapped in without a person.</summary>
    public int Automatic { get; private set; }

    /// <summary>1: at most one writable cluster, as the servers see it. 6: nobody is fenced by the loss of the control plane.</summary>
    public void LookAtWriters()
    {
        var writers = 0;
        foreach (var group in world.Groups)
            writers += group.IsWritable ? 1 : 0;
        if (writers > 1)
            Break(1, $"sites {string.Join(" and ", world.Groups.Where(group => group.IsWritable).Select(group => World.NameOf(group.Site)))} take writes at once");
        if (writers == 0 && NobodyMayBeFenced && _writableSince >= 0)
            Break(6, "the primary site is fenced though only the control plane failed");
        _writableSince = writers == 0 ? -1 : _writableSince < 0 ? world.Now : _writableSince;
    }

    /// <summary>1, by the clients: each writer must have every write that was acknowledged before, but for those that a failover declared lost.</summary>
    public void Wrote(Group group)
    {
        for (var origin = 0; origin < world.Ledger.Origins; origin++)
        {
            for (var number = Math.Max(group.Executed[origin], _lastWritten[origin]) + 1; number <= world.Ledger.Count(origin); number++)
                if (!world.Ledger.IsTold(origin, number))
                {
                    Break(1, $"a client wrote at {World.NameOf(group.Site)}, which lacks the acknowledged write {number} of origin {origin}");
                    return;
                }

            _lastWritten[origin] = world.Ledger.Count(origin);
        }
    }

    /// <summary>2: a switchover loses nothing, a failover nothing that was received, and no more than it declared.</summary>
    public void Promoted(Group target, Group from, AuthorityRecord record)
    {
        var (kind, isFirst) = (record.Promotion!.Kind, !target.IsSetPrimary);
        if (!isFirst)
            return;
        Forces += kind == PromotionKind.Switchover ? 0 : 1;
        Switches += kind == PromotionKind.Switchover ? 1 : 0;
        world.Log($"{World.NameOf(target.Site)} becomes primary with epoch {record.Epoch}");
        if (kind == PromotionKind.Switchover && !target.Executed.Contains(from.Executed))
            Break(2, $"the switchover to {World.NameOf(target.Site)} loses acknowledged writes");
        if (!target.Executed.Contains(target.Received))
            Break(2, $"the failover to {World.NameOf(target.Site)} loses writes that it had received");
        for (var origin = 0; origin < world.Ledger.Origins; origin++)
            if (from.Executed[origin] > target.Executed[origin])
                Lose(origin, target.Executed[origin], from.Executed[origin], record);
    }

    /// <summary>2: what is listed for a site that comes back is what it has more than the primary.</summary>
    public void Listed(Group old, Group primary, GtidSet errant)
    {
        var real = old.Executed.ToGtidSet().Subtract(primary.Executed.ToGtidSet());
        if (!errant.Contains(real))
            Break(2, $"{World.NameOf(old.Site)} has errant transactions {real}, but {errant} were listed");
    }

    /// <summary>3: a promotion is proposed, and commanded, only without a veto and by a detector that reaches a witness.</summary>
    public void Proposed(Coordinator by, AuthorityRecord next, FailoverReport? report)
    {
        var isDecision = next.Promotion is { Kind: not PromotionKind.Switchover } && by.State.Record!.Primary != next.Primary;
        if (!isDecision)
            return;
        Automatic += next.Promotion!.Person is null ? 1 : 0;
        CheckSight(by, next, "decides for");
        if (next.Promotion.Person is null && by.State.Settings.Mode != Contracts.Spec.FailoverMode.Automatic)
            Break(3, $"{by.Name} decides by itself in the mode {by.State.Settings.Mode}");
        if (next.Promotion.Person is null && !world.Options.IsEnforcerArmed)
            Break(3, $"{by.Name} decides by itself though there is no second enforcer");
        if (report?.Epoch != next.Epoch)
            Break(2, $"{by.Name} decides without a report that outlives it");
        if (next.Promotion.Person is null && report?.Loss.Estimate is var loss && (loss is null || loss > by.State.Settings.MaxDataLoss))
            Break(2, $"{by.Name} decides by itself with an estimated loss of {loss}");
        _declared[next.Primary] = by.State.Report!.Loss;
    }

    /// <inheritdoc cref="Proposed"/>
    public void Promoting(Coordinator by, AuthorityRecord record)
    {
        if (record.Promotion is { Kind: not PromotionKind.Switchover } && by.Heard.Of(World.SiteOf(record.Primary)).Report?.Promotion?.ForceStarted != true)
            CheckSight(by, record, "commands");
    }

    /// <summary>4: the epoch only grows in the database.</summary>
    public void Swapped(AuthorityRecord? before, AuthorityRecord after)
    {
        if (after.Epoch != (before?.Epoch ?? 0) + 1)
            Break(4, $"the database's epoch goes from {before?.Epoch} to {after.Epoch}");
        if (!after.PromiseSites.ContainsAll(after.Promotable))
            Break(4, $"promotable {after.Promotable} is not within promise sites {after.PromiseSites}");
    }

    /// <summary>4: the epoch only grows on every agent's durable storage.</summary>
    public void Kept(SiteAgent agent, KeptAuthority? before, KeptAuthority after)
    {
        if (after.Record.Epoch < before?.Record.Epoch)
            Break(4, $"{agent.Name} keeps epoch {after.Record.Epoch} after {before.Record.Epoch}");
    }

    /// <summary>4: commands with an old epoch are refused: they change nothing.</summary>
    public void Commanded(SiteAgent agent, GuardEvent command, long epoch)
    {
        if (agent.Durable is { } durable && epoch < durable.Record.Epoch && GuardCore.Step(agent.State, command, agent.Clock).State is var after
            && (after.Keeping != agent.State.Keeping || after.FrozenUntil != agent.State.FrozenUntil || after.Promotion != agent.State.Promotion) && !IsJustTime(agent, after))
            Break(4, $"{agent.Name} keeps epoch {durable.Record.Epoch} and takes a {command.GetType().Name} of epoch {epoch}");
    }

    /// <summary>1, before the fact: a group is opened only by a site that the durable record names.</summary>
    public void Opened(SiteAgent agent)
    {
        if (agent.Durable is { Record.Enforced: true } durable && durable.Record.Primary != agent.Site)
            Break(1, $"{agent.Name} opens its group though its record names {durable.Record.Primary}");
    }

    /// <summary>5: everything that was begun has come to an end or waits for a person who has been asked.</summary>
    public void Settled()
    {
        if (Broken is not null)
            return;
        var writers = world.Groups.Where(group => group.IsWritable).ToArray();
        if (writers.Length != 1)
            Break(5, $"long after all was healed {writers.Length} sites take writes: {string.Join("; ", world.Groups.Select(group => group.Words))}");
        else if (world.Database.Record is { } record && (record.Promotion is not null || world.Coordinators.Any(coordinator => coordinator.State.Run is not null)))
            Break(5, "long after all was healed a promotion is still under way");
        else if (world.Database.Record is { Enforced: true } known && known.Primary != World.NameOf(writers[0].Site))
            Break(5, $"site {World.NameOf(writers[0].Site)} takes writes, and the record names {known.Primary}");
        else if (!world.Coordinators.Any(coordinator => coordinator.State.Role == DetectorRole.Active))
            Break(5, "long after all was healed no detector is active");
    }

    public void Fail(int invariant, string words) => Break(invariant, words);

    private static bool IsJustTime(SiteAgent agent, GuardState after) =>
        GuardCore.Step(agent.State, new GuardWoke(), agent.Clock).State is var waited && waited.Promotion == after.Promotion && waited.Keeping == after.Keeping && waited.FrozenUntil == after.FrozenUntil;

    private void CheckSight(Coordinator by, AuthorityRecord record, string does)
    {
        var timers = world.Options.Timers;
        if (by.Clock - by.Heard.WitnessAt > timers.AnswerFreshness)
            Break(3, $"{by.Name} {does} the promotion of {record.Primary} though it has not reached a witness");
        foreach (var group in world.Groups)
            if (by.Heard.Of(group.Site) is ({ } askedAt, { Receiving: Receiving.Yes }) && by.Clock - askedAt <= timers.AnswerFreshness
                && World.NameOf(group.Site) != record.Promotion!.From && !by.State.Record!.Quarantined.Contains(World.NameOf(group.Site)))
                Break(3, $"{by.Name} {does} the promotion of {record.Primary} though {World.NameOf(group.Site)} says that it receives from {record.Promotion!.From}");
    }

    private void Lose(int origin, int after, int last, AuthorityRecord record)
    {
        if (_declared.TryGetValue(record.Primary, out var declared) && declared.UpperBound is { } bound)
        {
            var span = (world.Ledger.TimeOf(origin, last) - world.Ledger.TimeOf(origin, after + 1)) / 1e6;
            if (span > bound.TotalSeconds)
                Break(2, $"the failover to {record.Primary} loses writes of {span:0.0} s, and declared {bound.TotalSeconds:0.0} s at most");
        }

        world.Log($"{last - after} writes of origin {origin} are lost to {record.Primary}");
        world.Ledger.Tell(origin, after, last);
    }

    private void Break(int invariant, string words)
    {
        Broken ??= new(invariant, world.Now / 1e6, words);
        world.Log($"BROKEN: invariant {invariant}: {words}");
    }
}
