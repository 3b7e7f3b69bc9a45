using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Scenarios;

/// <summary>The faults that scenarios are made of. Each ends by itself.</summary>
internal sealed class Faults(World world, int coordinatorSite)
{
    /// <summary>Every place that is not at the site.</summary>
    public int[] Elsewhere(int site) => [.. AllPlaces().Except(At(site))];

    /// <summary>Every place at the site: its agent and servers, and the Coordinators that live there.</summary>
    public int[] At(int site) => site == coordinatorSite ? [World.PlaceOf(site), 0, 1, World.DatabasePlace, World.BrokerPlace] : [World.PlaceOf(site)];

    public static int[] ControlPlane => [0, 1, World.DatabasePlace, World.BrokerPlace];

    /// <summary>The site that the database's record names.</summary>
    public int Primary() => world.Database.Record is { } record ? World.SiteOf(record.Primary) : 0;

    /// <summary>Another site than the primary's.</summary>
    public int Replica()
    {
        var site = world.Rng.Below(world.Options.Sites - 1);
        return site >= Primary() ? site + 1 : site;
    }

    /// <summary>Cuts between two groups of places, in the directions asked for.</summary>
    public void Cut(int[] ones, int[] others, Span length, bool there = true, bool back = true)
    {
        world.Log($"cut{(there ? " >" : "")}{(back ? " <" : "")} between places {string.Join(",", ones)} and {string.Join(",", others)} for {length.Seconds:0.0} s");
        foreach (var one in ones)
            foreach (var other in others)
                if (one != other)
                    Cut(one, other, length, there, back);
    }

    /// <summary>Cuts a site off from everything, or one direction of everything.</summary>
    public void Isolate(int site, Span length, bool there = true, bool back = true) => Cut(At(site), Elsewhere(site), length, there, back);

    public void PowerOff(int site, Span length)
    {
        var (group, agent) = (world.Groups[site], world.Agents[site]);
        group.PowerOff();
        agent.Crash();
        var nodes = At(site).Contains(0) ? new Node[] { world.Coordinators[0], world.Coordinators[1], world.Database, world.Broker } : [];
        foreach (var node in nodes)
            node.Crash();
        world.After(length, () =>
        {
            group.PowerOn();
            foreach (var node in nodes.Append(agent))
                node.Start();
        });
    }

    public void Crash(Node node, Span length)
    {
        node.Crash();
        world.After(length, node.Start);
    }

    public void LoseMessages(double loss, Span length)
    {
        world.Log($"{loss:0.00} of all messages are lost for {length.Seconds:0.0} s");
        world.Network.Loss = loss;
        world.After(length, () => world.Network.Loss = 0);
    }

    public void SlowDown(double share, Span length)
    {
        world.Log($"{share:0.00} of all messages are slow for {length.Seconds:0.0} s");
        world.Network.Slow = share;
        world.After(length, () => world.Network.Slow = 0);
    }

    public void StopApplier(int site, Span length)
    {
        world.Log($"the applier of {World.NameOf(site)} stops");
        world.Groups[site].ApplierStoppedUntil = world.Now + length.Micros;
    }

    public void CutGuard(int site, Span length)
    {
        world.Log($"the guard of {World.NameOf(site)} does not reach its group for {length.Seconds:0.0} s");
        world.Groups[site].IsCutFromGuard = true;
        world.After(length, () => world.Groups[site].IsCutFromGuard = false);
    }

    public void Hang(int site, Span length)
    {
        world.Log($"statements hang at {World.NameOf(site)}");
        world.Groups[site].Hangs = true;
        world.After(length, () => world.Groups[site].Hangs = false);
    }

    public void BreakForGood(int site, Span length)
    {
        world.Groups[site].IsBeyondRepair = true;
        world.Groups[site].KillAll();
        world.After(length, () => world.Groups[site].IsBeyondRepair = false);
    }

    /// <summary>Ends every fault.</summary>
    public void HealAll()
    {
        world.Log($"everything is healed");
        world.Network.HealAll();
        foreach (var node in new Node[] { world.Database, world.Broker, world.Witness }.Concat(world.Agents).Concat(world.Coordinators))
        {
            node.Start();
            node.Wake();
        }

        foreach (var group in world.Groups)
        {
            (group.Hangs, group.IsBeyondRepair, group.IsCutFromGuard) = (false, false, false);
            group.ApplierStoppedUntil = Math.Min(group.ApplierStoppedUntil, world.Now);
            group.PowerOn();
        }
    }

    private void Cut(int one, int other, Span length, bool there, bool back)
    {
        if (there)
            world.Network.Cut(one, other);
        if (back)
            world.Network.Cut(other, one);
        world.After(length, () =>
        {
            if (there)
                world.Network.Heal(one, other);
            if (back)
                world.Network.Heal(other, one);
        });
    }

    private IEnumerable<int> AllPlaces() => Enumerable.Range(0, World.FirstSitePlace + world.Options.Sites);
}
