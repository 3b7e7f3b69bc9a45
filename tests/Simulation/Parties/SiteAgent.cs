using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Parties;

/// <summary>A site's MySqlAgent: the shell around a guard, with its messages and its durable storage.</summary>
internal sealed class SiteAgent : Node
{
    private readonly int _site;
    private readonly GroupDriver _driver;
    private long _keptSequence;
    private int _starts;
    private long _wakeAt;

    public SiteAgent(World world, int site)
        : base(world, $"agent {World.NameOf(site)}", World.PlaceOf(site))
    {
        _site = site;
        _driver = new(world, world.Groups[site], this);
        OnStart();
    }

    public GuardState State { get; private set; } = null!;

    public KeptAuthority? Durable { get; private set; }

    public string Site => World.NameOf(_site);

    /// <summary>Answers a detector's question.</summary>
    public void Ask(AuthorityRecord? record, Action<SiteReport> reply)
    {
        if (record is not null)
            Step(new AuthorityHeard(record));
        _reply = reply;
        Step(new ReportAsked(0));
    }

    /// <summary>Takes one event.</summary>
    public void Step(GuardEvent @event)
    {
        World.Mark(@event.GetType().Name.Length + (_site * 100));
        if (World.Has(Planted.Quarantine) && @event is AuthorityHeard { Record: { Enforced: false } record })
            @event = new AuthorityHeard(record with { Quarantined = SiteSet.None });
        var before = State.LastTold;
        var turn = GuardCore.Step(State, @event, Clock);
        State = turn.State;
        foreach (var effect in turn.Effects)
            Do(effect);
        if (State.LastTold != before)
            World.Log($"{Name}: {State.LastTold}");
        Schedule();
    }

    /// <summary>A command with an epoch; without the safeguard every command looks like a new one.</summary>
    public void Command(GuardEvent @event, long epoch)
    {
        if (World.Has(Planted.Epoch) && epoch < State.NewestEpoch)
            @event = Renewed(@event, State.NewestEpoch);
        World.Invariants.Commanded(this, @event, epoch);
        Step(@event);
    }

    protected override void OnCrash() => _driver.Stop();

    protected override void OnStart()
    {
        if (World.Has(Planted.Durable))
            Durable = null;
        State = GuardState.Start(Site, World.Options.GuardTimers, Durable, ++_starts, Clock);
        _wakeAt = 0;
        Beat();
    }

    private Action<SiteReport>? _reply;

    private static GuardEvent Renewed(GuardEvent @event, long newest) => @event switch
    {
        PromoteAsked promote => promote with { Record = promote.Record with { Epoch = newest + 1 } },
        FenceAsked fence => fence with { Epoch = newest },
        FreezeAsked => new FreezeAsked(newest),
        FreezeEnded => new FreezeEnded(newest),
        StandDownAsked => new StandDownAsked(newest),
        _ => @event,
    };

    private void Beat()
    {
        Step(new GuardWoke());
        After(State.Timers.Heartbeat / 2, Beat);
    }

    private void Schedule()
    {
        if (GuardCore.NextWake(State) is not { } next || next - Clock > State.Timers.Heartbeat / 2)
            return;
        var at = World.Now + Math.Max(0, (next - Clock).Ticks / 10) + 100;
        if (_wakeAt > World.Now && _wakeAt <= at)
            return;
        _wakeAt = at;
        After(next - Clock + TimeSpan.FromMicroseconds(100), () => Step(new GuardWoke()));
    }

    private void Do(GuardEffect effect)
    {
        switch (effect)
        {
            case KeepAuthority keep: Keep(keep); break;
            case AskLease ask: AskLease(ask); break;
            case AskPromise ask: World.Network.Send(Place, Other(ask.Site), () => Other(ask.Site).TakePromiseRequest(this, new(Site, ask.Nonce, ask.Record))); break;
            case GivePromise give: Reply(give.Site, new PromiseGiven(Site, give.Nonce, give.Epoch, give.Length)); break;
            case RefusePromise refuse: Reply(refuse.Site, new PromiseRefused(Site, refuse.Nonce, refuse.Record, refuse.Reason)); break;
            case SendReport report: _reply!(Told(report.Report)); break;
            case TellGuard: break;
            default: _driver.Do(effect); break;
        }
    }

    private SiteReport Told(SiteReport report) => World.Has(Planted.Drain) ? report with { Received = report.Executed } : report;

    private SiteAgent Other(string site) => World.Agents[World.SiteOf(site)];

    private void Reply(string site, GuardEvent answer) => World.Network.Send(Place, Other(site), () => Other(site).Step(answer));

    private void TakePromiseRequest(SiteAgent from, PromiseAsked asked)
    {
        if (World.Has(Planted.Promise))
            World.Network.Send(Place, from, () => from.Step(new PromiseGiven(Site, asked.Nonce, long.MaxValue, State.Timers.LeaseLength)));
        else
            Step(asked);
    }

    private void AskLease(AskLease ask)
    {
        foreach (var coordinator in World.Coordinators)
            World.Network.SendTwoWays(Place, coordinator, () => coordinator.AskLease(this, ask));
    }

    private void Keep(KeepAuthority keep)
    {
        var life = Life;
        World.After(World.Rng.Seconds(0.003, 0.06), () =>
        {
            if (life != Life)
                return;
            if (keep.Sequence > _keptSequence)
            {
                World.Invariants.Kept(this, Durable, keep.Authority);
                (Durable, _keptSequence) = (keep.Authority, keep.Sequence);
            }

            Run(() => Step(new AuthorityKept(keep.Sequence)));
        });
    }
}
