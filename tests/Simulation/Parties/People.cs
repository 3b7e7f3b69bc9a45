using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Parties;

/// <summary>The people on call: they approve, acknowledge, switch over, and take sites back by rejoining or by clone.</summary>
internal sealed class People(World world)
{
    private bool _isAwake;
    private bool _isPaged;

    /// <summary>The number of pages.</summary>
    public int Pages { get; private set; }

    public void Paged(Coordinator by)
    {
        Pages++;
        if (_isPaged)
            return;
        _isPaged = true;
        world.After(world.Rng.Seconds(2, _isAwake ? 5 : 60), () =>
        {
            _isPaged = false;
            if (!_isAwake && world.Rng.Chance(0.3))
                return;
            Approve(by);
        });
    }

    /// <summary>From now on somebody sits at the console and looks every few seconds.</summary>
    public void SitDown()
    {
        if (_isAwake)
            return;
        _isAwake = true;
        Tend();
    }

    public void SwitchOver(int target)
    {
        world.Log($"a person asks for a switchover to {World.NameOf(target)}");
        foreach (var coordinator in world.Coordinators)
            coordinator.Run(() => coordinator.Step(new SwitchoverAsked("ann", World.NameOf(target))));
    }

    public void TakeBack()
    {
        if (world.Database.Record is not { Promotion: null } record)
            return;
        foreach (var site in record.Quarantined)
        {
            var (group, primary) = (world.Groups[World.SiteOf(site)], world.Groups[World.SiteOf(record.Primary)]);
            if (!primary.IsWritable || !group.HasQuorum || !world.Network.AreConnected(group.Place, primary.Place))
                continue;
            if (primary.Executed.Contains(group.Executed) && group.Source != primary.Site)
                group.Follow(primary.Site);
            foreach (var coordinator in world.Coordinators)
                coordinator.Run(() => coordinator.Step(new RejoinAsked(site)));
        }
    }

    /// <summary>The judgement is in: errant transactions were listed, so the site may be made anew.</summary>
    public void Judged(RejoinJudged judged)
    {
        var group = world.Groups[World.SiteOf(judged.Site)];
        world.Log($"judged: {judged.Advice}");
        if (judged.Errant.IsEmpty || world.Database.Record is not { Promotion: null } record || !record.Quarantined.Contains(judged.Site))
            return;
        var primary = world.Groups[World.SiteOf(record.Primary)];
        world.Invariants.Listed(group, primary, judged.Errant);
        if (primary.IsWritable && primary != group)
            group.CloneFrom(primary);
    }

    private void Approve(Coordinator by)
    {
        // Without a second enforcer the person looks first whether the old site still takes writes.
        if (!world.Options.IsEnforcerArmed && world.Database.Record is { } record && world.Groups[World.SiteOf(record.Primary)].IsWritable)
            return;
        if (!_isAwake)
            world.Log($"a person approves the failover");
        by.Run(() =>
        {
            by.Step(new FailoverAcknowledged());
            by.Step(new FailoverApproved("ann", null));
        });
        world.Database.Acknowledge();
    }

    private void Tend()
    {
        foreach (var coordinator in world.Coordinators)
            Approve(coordinator);
        TakeBack();
        world.After(world.Rng.Seconds(4, 8), Tend);
    }
}
