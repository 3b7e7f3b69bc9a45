using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Parties;

/// <summary>A Coordinator replica: the shell around a detector, with its probes, its messages and its session with the database.</summary>
internal sealed class Coordinator : Node
{
    private readonly int _index;

    public Coordinator(World world, int index)
        : base(world, $"coordinator {index + 1}", index)
    {
        _index = index;
        Settings = new()
        {
            Detector = Name,
            ClusterSet = "mycs",
            Sites = ClusterSetSuite.Failover.SiteSet.Of(Enumerable.Range(0, world.Options.Sites).Select(World.NameOf)),
            Mode = world.Options.Mode,
            Timers = world.Options.Timers,
            Preference = ["b", "c"],
        };
        OnStart();
    }

    public DetectorSettings Settings { get; private set; }

    public DetectorState State { get; private set; } = null!;

    /// <summary>What this life has really been told, for the checks.</summary>
    public Heard Heard { get; private set; } = null!;

    public void Change(DetectorSettings settings)
    {
        Settings = settings with { Detector = Name };
        Run(() => Step(new SettingsChanged(Settings)));
    }

    public void AskLease(SiteAgent from, AskLease ask) => Step(new LeaseAsked(from.Site, ask.Nonce, ask.Epoch));

    public void Step(DetectorEvent @event)
    {
        World.Mark(@event.GetType().Name.Length + (_index * 1000));
        var (told, role) = (State.LastTold, State.Role);
        var turn = DetectorCore.Step(State, @event, Clock);
        State = turn.State;
        if (State.Role != role)
            World.Log($"{Name}: {role} -> {State.Role}");
        if (State.LastTold != told && State.LastTold is not null)
            World.Log($"{Name}: {State.LastTold}");
        foreach (var effect in turn.Effects)
            Do(effect);
    }

    protected override void OnStart()
    {
        State = DetectorState.Start(Settings, Clock);
        Heard = new(World.Options.Sites);
        After(TimeSpan.FromSeconds(World.Rng.Fraction()), Beat);
    }

    protected override void OnCrash() => World.Database.Unlock(World.Rng.Chance(0.5) ? _index : -2);

    private void Beat()
    {
        Step(new DetectorWoke());
        for (var site = 0; site < World.Options.Sites; site++)
        {
            ProbeMembers(site);
            AskSite(site);
        }

        AskWitness();
        if (State.Role == DetectorRole.Standby)
            AskLock();
        After(State.Settings.Timers.Heartbeat, Beat);
    }

    private void ProbeMembers(int site)
    {
        var (askedAt, isOver, group) = (Clock, false, World.Groups[site]);
        if (World.Network.AreConnected(Place, group.Place) && !World.Rng.Chance(World.Network.Loss))
            World.After(World.Rng.Seconds(0.004, 0.08), () =>
            {
                if (isOver || !World.Network.AreConnected(Place, group.Place) || !group.Members.Any(member => member.Answers))
                    return;
                isOver = true;
                var probe = new MembersProbe(group.Members.Count(member => member.Answers), group.Health, group.IsWritable);
                Run(() => Step(new MembersProbed(World.NameOf(site), askedAt, probe)));
            });
        After(TimeSpan.FromSeconds(0.9), () =>
        {
            if (isOver)
                return;
            isOver = true;
            Step(new MembersProbed(World.NameOf(site), askedAt, null));
        });
    }

    private void AskSite(int site, AskFreeze? freeze = null)
    {
        var (askedAt, agent, life) = (Clock, World.Agents[site], Life);
        var record = State.Role is DetectorRole.WarmingUp or DetectorRole.Active ? State.Record : null;
        World.Network.SendTwoWays(Place, agent, () =>
        {
            if (freeze is not null)
                agent.Command(new FreezeAsked(freeze.Epoch), freeze.Epoch);
            agent.Ask(record, report => World.Network.SendTwoWays(agent.Place, this, () =>
            {
                if (life == Life)
                    TakeReport(site, askedAt, report);
            }));
        });
    }

    private void TakeReport(int site, TimeSpan askedAt, SiteReport report)
    {
        Heard.Report(site, askedAt, report);
        if (World.Has(Planted.Veto) && report.Receiving == Receiving.Yes)
            report = report with { Receiving = Receiving.No };
        Step(new SiteReported(askedAt, report));
    }

    private void AskWitness()
    {
        var (askedAt, life) = (Clock, Life);
        if (World.Has(Planted.Witness))
            Step(new WitnessAnswered(askedAt));
        World.Network.Send(Place, World.Witness, () => World.Network.Send(World.WitnessPlace, this, () =>
        {
            if (life != Life)
                return;
            Heard.WitnessAt = askedAt > Heard.WitnessAt ? askedAt : Heard.WitnessAt;
            Step(new WitnessAnswered(askedAt));
        }));
    }

    private void AskLock()
    {
        var life = Life;
        World.Network.Send(Place, World.Database, () =>
        {
            if (!World.Database.TryLock(_index))
                return;
            var won = new LockWon(World.Database.Record, "a", World.Database.SinceAutomatic, TimeSpan.Zero) { Former = World.Database.Former };
            World.Network.Send(World.DatabasePlace, this, () =>
            {
                if (life == Life && State.Role == DetectorRole.Standby)
                    Step(won);
            });
        });
    }

    private void ConfirmTerm()
    {
        var (askedAt, life, epoch, silence) = (Clock, Life, State.Record?.Epoch, State.PrimarySilence(Clock));
        if (World.Has(Planted.Confirm))
            Run(() => Step(new TermConfirmed(askedAt)));
        World.Network.Send(Place, World.Database, () =>
        {
            World.Database.Touch(_index);
            var isMine = World.Database.LockHolder == _index && World.Database.Record is { } record && record.Detector == Name && record.Epoch >= epoch;
            if (isMine)
                World.Database.Keep(silence);
            World.Network.Send(World.DatabasePlace, this, () =>
            {
                if (life != Life || (World.Has(Planted.Confirm) && !isMine))
                    return;
                Step(isMine ? new TermConfirmed(askedAt) : new LockLost());
            });
        });
    }

    private void Swap(AuthorityRecord next, FailoverReport? report)
    {
        World.Invariants.Proposed(this, next, report);
        var life = Life;
        World.Network.Send(Place, World.Database, () =>
        {
            World.Database.Touch(_index);
            var current = World.Database.Swap(next);
            World.Network.Send(World.DatabasePlace, this, () =>
            {
                if (life == Life)
                    Step(new SwapAnswered(current));
            });
        });
    }

    private void Command(string site, GuardEvent @event, long epoch)
    {
        var agent = World.Agents[World.SiteOf(site)];
        World.Network.SendTwoWays(Place, agent, () => agent.Command(@event, epoch));
    }

    private void Do(DetectorEffect effect)
    {
        switch (effect)
        {
            case DetectorEffect when effect is SwapAuthority swap: Swap(swap.Next, swap.Report); break;
            case Failover.Detector.ConfirmTerm: ConfirmTerm(); break;
            case Resign: World.Network.Send(Place, World.Database, () => World.Database.Unlock(_index)); break;
            case Announce announce: AnnounceToAll(announce.Record); break;
            case GrantLease grant: Tell(grant.Site, new LeaseGranted(grant.Nonce, grant.Record, grant.Length)); break;
            case RefuseLease refuse: Tell(refuse.Site, new LeaseRefused(refuse.Nonce, refuse.Record, refuse.Reason)); break;
            case AskFreeze freeze: AskSite(World.SiteOf(freeze.Site), freeze); break;
            case EndFreeze end: Command(end.Site, new FreezeEnded(end.Epoch), end.Epoch); break;
            case AskFence fence: Command(fence.Site, new FenceAsked(fence.Epoch, fence.StopServers), fence.Epoch); break;
            case AskRepair repair: Repair(repair); break;
            case AskDrain drain: Drain(drain); break;
            case AskPromote promote: Promote(promote); break;
            case AskStandDown down: Command(down.Site, new StandDownAsked(down.Epoch), down.Epoch); break;
            case AskPerson: World.People.Paged(this); break;
            case RejoinJudged judged: World.People.Judged(judged); break;
            default: break;
        }
    }

    private void Tell(string site, GuardEvent @event)
    {
        var agent = World.Agents[World.SiteOf(site)];
        World.Network.SendTwoWays(Place, agent, () => agent.Step(@event));
    }

    private void AnnounceToAll(AuthorityRecord record)
    {
        foreach (var agent in World.Agents)
            World.Network.SendTwoWays(Place, agent, () => agent.Step(new AuthorityHeard(record)));
    }

    private void Promote(AskPromote promote)
    {
        World.Invariants.Promoting(this, promote.Record);
        Command(promote.Site, new PromoteAsked(promote.Record), promote.Record.Epoch);
    }

    private void Repair(AskRepair repair)
    {
        var agent = World.Agents[World.SiteOf(repair.Site)];
        World.Network.SendTwoWays(Place, agent, () =>
        {
            if (repair.Epoch >= agent.State.NewestEpoch)
                World.Groups[World.SiteOf(repair.Site)].Repair();
        });
    }

    private void Drain(AskDrain drain)
    {
        var (agent, group) = (World.Agents[World.SiteOf(drain.Site)], World.Groups[World.SiteOf(drain.Site)]);
        World.Network.SendTwoWays(Place, agent, () => group.ApplierStoppedUntil = Math.Min(group.ApplierStoppedUntil, World.Now + World.Rng.Seconds(0.5, 8).Micros));
    }
}
