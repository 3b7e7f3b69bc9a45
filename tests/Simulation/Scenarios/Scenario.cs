using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Simulation.Checks;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Scenarios;

/// <summary>What came out of one seed.</summary>
internal sealed record Outcome(long Seed, string Theme, Broken? Broken, ulong Hash, long Events, double Seconds, int Forces, int Switches, int Automatic, int Pages);

/// <summary>One seed: a world, a theme, some noise, and a long quiet time after all is healed in which everything must come to its end.</summary>
internal static class Scenario
{
    private static readonly Span Quiet = Span.Of(110);

    public static Outcome Run(long seed, Planted planted = Planted.None, Action<string>? trace = null)
    {
        var world = new World(Options(seed, planted), trace);
        var coordinatorSite = world.Rng.Chance(0.3) ? 1 : -1;
        var faults = new Faults(world, coordinatorSite);
        var themes = new Themes(world, faults).All;
        var (theme, begin) = themes[world.Rng.Below(themes.Count)];
        world.Log($"seed {seed}: {theme}, {world.Options.Sites} sites, mode {world.Options.Mode}, Coordinators {(coordinatorSite < 0 ? "at a third place" : "at site b")}, second enforcers {(world.Options.IsEnforcerArmed ? "armed" : "missing")}");
        world.After(world.Rng.Chance(0.9) ? world.Rng.Seconds(15, 22) : world.Rng.Seconds(1, 15), begin);
        if (theme != nameof(Themes.ControlPlaneLost) && world.Rng.Chance(0.3))
            world.After(world.Rng.Seconds(10, 60), new Themes(world, faults).Anything);
        world.Network.Slow = world.Rng.Chance(0.5) ? world.Rng.Fraction() * 0.02 : 0;
        var heal = world.Rng.Seconds(60, 130).Micros;
        world.RunUntil(heal);
        if (world.Invariants.Broken is null)
            Settle(world, faults, heal);
        return new(seed, theme, world.Invariants.Broken, world.Hash, world.Events, world.Now / 1e6, world.Invariants.Forces, world.Invariants.Switches, world.Invariants.Automatic, world.People.Pages);
    }

    private static void Settle(World world, Faults faults, long heal)
    {
        world.Invariants.NobodyMayBeFenced = false;
        faults.HealAll();
        world.People.SitDown();
        // What was begun before may start late faults: they are ended too.
        world.RunUntil(heal + Span.Of(85).Micros);
        faults.HealAll();
        world.RunUntil(heal + Span.Of(85).Micros + Quiet.Micros);
        world.Invariants.Settled();
    }

    private static WorldOptions Options(long seed, Planted planted)
    {
        var rng = new Rng(seed * 7919);
        return new(seed)
        {
            Sites = rng.Chance(0.55) ? 2 : 3,
            Mode = rng.Fraction() switch { < 0.78 => FailoverMode.Automatic, < 0.9 => FailoverMode.Recommend, < 0.96 => FailoverMode.Observe, _ => FailoverMode.Off },
            IsEnforcerArmed = rng.Chance(0.94),
            ForceHangs = rng.Chance(0.3) ? 0.6 : 0.05,
            Planted = planted,
        };
    }
}
