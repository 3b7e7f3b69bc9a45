using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Scenarios;

/// <summary>What scenarios are about. Each is a few faults that are known to hurt together, at random times around one another.</summary>
internal sealed class Themes(World world, Faults faults)
{
    private Rng Rng => world.Rng;

    public IReadOnlyList<(string Name, Action Begin)> All =>
    [
        (nameof(PrimaryLost), PrimaryLost), (nameof(PrimaryCutOff), PrimaryCutOff), (nameof(OneWayCut), OneWayCut), (nameof(ControlPlaneLost), ControlPlaneLost),
        (nameof(GuardPaused), GuardPaused), (nameof(DetectorChanges), DetectorChanges), (nameof(ApplierBehind), ApplierBehind), (nameof(GroupDown), GroupDown),
        (nameof(PrimaryHangs), PrimaryHangs), (nameof(SwitchedOver), SwitchedOver), (nameof(ObserverCutOff), ObserverCutOff), (nameof(ComesBackAlone), ComesBackAlone),
        (nameof(PromiserRestarts), PromiserRestarts), (nameof(ModeChanges), ModeChanges), (nameof(ComesBackInTheMiddle), ComesBackInTheMiddle), (nameof(OldCommands), OldCommands),
        (nameof(EnforcedNoMore), EnforcedNoMore), (nameof(DetectorCutOff), DetectorCutOff), (nameof(Anything), Anything), (nameof(Anything), Anything),
    ];

    public void PrimaryLost() => faults.PowerOff(faults.Primary(), Rng.Seconds(5, 90));

    public void PrimaryCutOff() => faults.Isolate(faults.Primary(), Rng.Seconds(5, 70));

    public void OneWayCut()
    {
        var (site, isOut) = (faults.Primary(), Rng.Chance(0.5));
        var others = Rng.Below(3) switch { 0 => faults.Elsewhere(site), 1 => Faults.ControlPlane, _ => [World.PlaceOf(faults.Replica())] };
        faults.Cut([World.PlaceOf(site)], others, Rng.Seconds(4, 60), isOut, !isOut);
        Maybe(0.6, 0, 10, () => faults.Cut([World.PlaceOf(site)], faults.Elsewhere(site), Rng.Seconds(4, 60), Rng.Chance(0.5), Rng.Chance(0.5)));
    }

    public void ControlPlaneLost()
    {
        var length = Rng.Seconds(10, 80);
        world.Invariants.NobodyMayBeFenced = world.Database.Record is { Promotable.Count: > 0 } && Rng.Chance(0.7);
        if (world.Invariants.NobodyMayBeFenced)
            world.Network.Slow = 0; // three slow messages in a row to the same promising site fence, too
        else
            Maybe(0.5, 0, 20, Anything);
        switch (Rng.Below(4))
        {
            case 0: faults.Cut(Faults.ControlPlane, faults.Elsewhere(-1), length); break;
            case 1: world.Coordinators.ToList().ForEach(coordinator => faults.Crash(coordinator, length)); break;
            case 2: faults.Crash(world.Database, length); break;
            default: new Node[] { world.Database, world.Broker, world.Coordinators[0], world.Coordinators[1] }.ToList().ForEach(node => faults.Crash(node, length)); break;
        }
    }

    /// <summary>The guard sleeps over the end of its right: the second enforcer must act.</summary>
    public void GuardPaused()
    {
        var site = faults.Primary();
        Maybe(1, 0, 6, () => faults.Isolate(site, Rng.Seconds(15, 70)));
        Maybe(1, 0, 10, () =>
        {
            if (Rng.Chance(0.7))
                world.Agents[site].Pause(Rng.Seconds(4, 60));
            else
                faults.Crash(world.Agents[site], Rng.Seconds(2, 40));
        });
        Maybe(0.3, 0, 20, () => world.Groups[site].Kill(world.Groups[site].Members[world.Groups[site].Primary]));
        Maybe(0.3, 0, 20, () => faults.CutGuard(site, Rng.Seconds(5, 40)));
    }

    /// <summary>The detector changes in the middle of a promotion.</summary>
    public void DetectorChanges()
    {
        if (Rng.Chance(0.6))
            PrimaryLost();
        else
            PrimaryCutOff();
        for (var i = Rng.Below(3); i >= 0; i--)
            Maybe(1, 12, 40, () =>
            {
                var active = Active();
                switch (Rng.Below(4))
                {
                    case 0: faults.Crash(active, Rng.Seconds(1, 30)); break;
                    case 1: active.Pause(Rng.Seconds(2, 40)); break;
                    case 2: faults.Cut([active.Place], [World.DatabasePlace], Rng.Seconds(3, 30)); break;
                    default: faults.Crash(world.Database, Rng.Seconds(1, 15)); break;
                }
            });
    }

    /// <summary>The detector is cut off on the side of the primary: it must notice that another has taken its place.</summary>
    public void DetectorCutOff()
    {
        var (site, active) = (faults.Primary(), Active());
        faults.Cut([World.PlaceOf(site), active.Place], [.. faults.Elsewhere(site).Except([active.Place])], Rng.Seconds(20, 80));
        Maybe(0.3, 0, 40, () => active.Pause(Rng.Seconds(1, 20)));
        Maybe(0.3, 0, 40, () => faults.Cut([World.PlaceOf(site)], [active.Place], Rng.Seconds(1, 20), Rng.Chance(0.7), Rng.Chance(0.7)));
    }

    private Parties.Coordinator Active() => Array.Find(world.Coordinators, coordinator => coordinator.State.Role >= Failover.Detector.DetectorRole.WarmingUp) ?? world.Coordinators[0];

    public void ApplierBehind()
    {
        foreach (var group in world.Groups)
            if (group.Site != faults.Primary())
                faults.StopApplier(group.Site, Rng.Seconds(5, 120));
        Maybe(1, 2, 8, PrimaryLost);
    }

    public void GroupDown()
    {
        var site = faults.Primary();
        switch (Rng.Below(3))
        {
            case 0: faults.BreakForGood(site, Rng.Seconds(20, 150)); break;
            case 1: world.Groups[site].KillAll(); break;
            default: world.Groups[site].Members.Take(2).ToList().ForEach(world.Groups[site].Kill); break;
        }

        Maybe(0.3, 0, 30, () => faults.Isolate(site, Rng.Seconds(5, 60)));
    }

    public void PrimaryHangs()
    {
        var site = faults.Primary();
        if (Rng.Chance(0.5))
            faults.Hang(site, Rng.Seconds(5, 80));
        else
            world.Groups[site].Freeze(Rng.Chance(0.7) ? 3 : 1, Rng.Seconds(3, 60));
        Maybe(0.6, 0, 8, () => faults.Isolate(site, Rng.Seconds(10, 60)));
        Maybe(0.3, 0, 8, () => world.Agents[site].Pause(Rng.Seconds(4, 50)));
    }

    public void SwitchedOver()
    {
        for (var i = Rng.Below(3); i >= 0; i--)
            Maybe(1, 0, 40, () => world.People.SwitchOver(faults.Replica()));
        Maybe(0.5, 0, 20, Anything);
        Maybe(0.3, 0, 15, () => faults.StopApplier(faults.Replica(), Rng.Seconds(2, 40)));
    }

    /// <summary>The Coordinator is the isolated one, or is blind in one eye.</summary>
    public void ObserverCutOff()
    {
        var primary = World.PlaceOf(faults.Primary());
        var others = Rng.Below(3) switch { 0 => new[] { primary, World.WitnessPlace }, 1 => [primary], _ => [primary, World.PlaceOf(faults.Replica())] };
        faults.Cut([0, 1, World.BrokerPlace], others, Rng.Seconds(10, 70), true, Rng.Chance(0.7));
        Maybe(0.4, 0, 30, () => faults.Cut([primary], [World.PlaceOf(faults.Replica())], Rng.Seconds(1, 15)));
        Maybe(0.3, 15, 40, () => faults.Crash(world.Broker, Rng.Seconds(5, 30)));
    }

    /// <summary>The old primary comes back with an old view while it is cut off, and the operator repairs it.</summary>
    public void ComesBackAlone()
    {
        var (site, dark) = (faults.Primary(), Rng.Seconds(10, 45));
        faults.PowerOff(site, dark);
        faults.Isolate(site, new(dark.Micros + Rng.Seconds(5, 60).Micros));
        Maybe(0.3, 5, 50, () => faults.Crash(world.Agents[site], Rng.Seconds(2, 30)));
        Maybe(0.3, 20, 50, () => world.Agents[site].Pause(Rng.Seconds(2, 30)));
    }

    /// <summary>A promised site forgets its promises, freezes or sleeps while the primary lives on them.</summary>
    public void PromiserRestarts()
    {
        var site = faults.Primary();
        faults.Cut([World.PlaceOf(site)], Faults.ControlPlane, Rng.Seconds(15, 60));
        Maybe(0.7, 0, 25, () => faults.Crash(world.Agents[faults.Replica()], Rng.Seconds(0.5, 20)));
        Maybe(0.5, 0, 25, () => world.Agents[faults.Replica()].Pause(Rng.Seconds(2, 30)));
        Maybe(0.5, 5, 30, () => faults.Cut([World.PlaceOf(site)], [World.PlaceOf(faults.Replica())], Rng.Seconds(1, 40), Rng.Chance(0.7), Rng.Chance(0.7)));
    }

    public void ModeChanges()
    {
        var modes = Enum.GetValues<FailoverMode>();
        for (var i = Rng.Below(4); i >= 0; i--)
            Maybe(1, 0, 50, () => Change(Rng.Pick(modes)));
        Maybe(0.8, 0, 30, Anything);
    }

    /// <summary>The primary is lost, then the mode becomes one that enforces nothing, and the lost site comes back with an old view.</summary>
    public void EnforcedNoMore()
    {
        var site = faults.Primary();
        faults.PowerOff(site, Rng.Seconds(25, 60));
        Maybe(0.5, 0, 10, () => faults.Isolate(site, Rng.Seconds(20, 70)));
        Maybe(1, 20, 60, () => Change(Rng.Chance(0.5) ? FailoverMode.Off : FailoverMode.Observe));
        Maybe(0.8, 60, 90, () => faults.PowerOff(site, Rng.Seconds(5, 20)));
        Maybe(0.3, 50, 90, () => faults.Crash(world.Agents[site], Rng.Seconds(2, 30)));
        Maybe(0.3, 50, 90, () => Change(FailoverMode.Automatic));
    }

    private void Change(FailoverMode mode)
    {
        world.Log($"the mode becomes {mode}");
        foreach (var coordinator in world.Coordinators)
            coordinator.Change(coordinator.Settings with { Mode = mode });
    }

    /// <summary>The primary site comes back just while its successor is being promoted.</summary>
    public void ComesBackInTheMiddle() => faults.Isolate(faults.Primary(), Rng.Seconds(15, 26));

    /// <summary>Sites change back and forth while the broker keeps commands for those it can not reach.</summary>
    public void OldCommands()
    {
        var site = faults.Primary();
        Maybe(1, 0, 2, () => faults.Isolate(site, Rng.Seconds(20, 40)));
        Maybe(0.7, 20, 40, () => faults.Isolate(faults.Primary(), Rng.Seconds(2, 20)));
        Maybe(0.8, 40, 60, () => world.People.TakeBack());
        Maybe(0.7, 55, 80, () => world.People.SwitchOver(site));
        Maybe(0.7, 5, 80, () => faults.Cut([World.PlaceOf(faults.Replica())], [0, 1], Rng.Seconds(2, 20), false));
    }

    public void Anything()
    {
        for (var i = 1 + Rng.Below(5); i > 0; i--)
            Maybe(1, 0, 50, Small);
    }

    private void Small()
    {
        var site = Rng.Below(world.Options.Sites);
        switch (Rng.Below(16))
        {
            case 0: faults.Isolate(site, Rng.Seconds(1, 40), Rng.Chance(0.8), Rng.Chance(0.8)); break;
            case 1: faults.PowerOff(site, Rng.Seconds(5, 60)); break;
            case 2: faults.Crash(world.Agents[site], Rng.Seconds(0.5, 30)); break;
            case 3: world.Agents[site].Pause(Rng.Seconds(0.5, 30)); break;
            case 4: faults.Crash(Rng.Pick(world.Coordinators), Rng.Seconds(0.5, 30)); break;
            case 5: Rng.Pick(world.Coordinators).Pause(Rng.Seconds(0.5, 30)); break;
            case 6: faults.Crash(Rng.Pick<Node>([world.Database, world.Broker, world.Witness]), Rng.Seconds(0.5, 30)); break;
            case 7: faults.LoseMessages(Rng.Fraction() * 0.5, Rng.Seconds(2, 30)); break;
            case 8: faults.SlowDown(Rng.Fraction() * 0.5, Rng.Seconds(2, 30)); break;
            case 9: faults.StopApplier(site, Rng.Seconds(2, 60)); break;
            case 10: faults.CutGuard(site, Rng.Seconds(1, 30)); break;
            case 11: faults.Hang(site, Rng.Seconds(1, 30)); break;
            case 12: world.Groups[site].Freeze(1 + Rng.Below(3), Rng.Seconds(1, 30)); break;
            case 13: world.Groups[site].Kill(Rng.Pick(world.Groups[site].Members)); break;
            case 14: world.People.SwitchOver(faults.Replica()); break;
            default: faults.Cut([World.PlaceOf(site)], [Rng.Below(World.FirstSitePlace)], Rng.Seconds(1, 40), Rng.Chance(0.8), Rng.Chance(0.8)); break;
        }
    }

    private void Maybe(double chance, double low, double high, Action act)
    {
        if (Rng.Chance(chance))
            world.After(Rng.Seconds(low, high), act);
    }
}
