using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Scenarios;

namespace ClusterSetSuite.Simulation.Tests;

/// <summary>What must happen, and by when; invariants alone would be kept by doing nothing.</summary>
public class LivenessTests
{
    private const long Second = 1_000_000;

    [Theory]
    [InlineData(1, 2, "b")]
    [InlineData(2, 2, "b")]
    [InlineData(3, 3, "b")]
    [InlineData(4, 3, "c")] // it received more
    public void A_lost_primary_site_is_replaced_within_45_seconds(long seed, int sites, string successor)
    {
        var world = PrimaryLost(seed, sites);
        Assert.Null(world.Invariants.Broken);
        Assert.Equal(successor, world.Database.Record!.Primary);
        Assert.True(world.Groups[World.SiteOf(successor)].IsWritable);
        Assert.Equal(0, world.People.Pages);
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(13, 3)]
    public void From_the_evidence_to_the_decision_and_from_the_decision_to_the_command_no_heartbeat_is_waited_for(long seed, int sites)
    {
        var world = PrimaryLost(seed, sites);
        var report = Assert.Single(world.Coordinators.Select(coordinator => coordinator.State.Report).OfType<FailoverReport>());
        var heartbeat = world.Options.Timers.Heartbeat;
        Assert.True(report.Detection - report.Evident < heartbeat * 0.8, $"decided after {report.Detection}, evident after {report.Evident}");
        Assert.True(report.Forced - report.Detection < heartbeat * 0.8, $"decided after {report.Detection}, the command was given after {report.Forced}");
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    public void The_loss_of_Coordinators_broker_and_database_fences_nobody(long seed, int sites)
    {
        var world = Warm(seed, sites);
        world.Invariants.NobodyMayBeFenced = true;
        foreach (var node in new Node[] { world.Database, world.Broker, world.Coordinators[0], world.Coordinators[1] })
            node.Crash();
        world.RunUntil(world.Now + (300 * Second));
        Assert.Null(world.Invariants.Broken);
        Assert.True(world.Groups[0].IsWritable);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_primary_site_that_is_cut_off_fences_itself_before_its_lease_ends(long seed)
    {
        var world = Warm(seed, 2);
        var faults = new Faults(world, -1);
        faults.Isolate(0, Span.Of(500));
        world.RunUntil(world.Now + (long)(world.Options.Timers.LeaseLength.TotalSeconds * Second));
        Assert.False(world.Groups[0].IsWritable);
    }

    [Fact]
    public void A_dead_guard_is_covered_by_the_second_enforcers()
    {
        var world = Warm(9, 2);
        new Faults(world, -1).Isolate(0, Span.Of(500));
        world.Agents[0].Crash();
        world.RunUntil(world.Now + (long)(world.Options.Timers.LeaseLength.TotalSeconds * Second));
        Assert.False(world.Groups[0].IsWritable);
    }

    [Fact]
    public void Nothing_is_promoted_while_the_replica_site_still_receives()
    {
        var world = Warm(10, 2);
        new Faults(world, -1).Cut(Faults.ControlPlane, [World.PlaceOf(0)], Span.Of(500));
        world.RunUntil(world.Now + (200 * Second));
        Assert.Null(world.Invariants.Broken);
        Assert.Equal("a", world.Database.Record!.Primary);
        Assert.True(world.Groups[0].IsWritable);
    }

    [Fact]
    public void A_switchover_ends_with_the_other_site_writable_and_nothing_lost()
    {
        var world = Warm(11, 2);
        world.People.SwitchOver(1);
        world.RunUntil(world.Now + (60 * Second));
        Assert.Null(world.Invariants.Broken);
        Assert.True(world.Groups[1].IsWritable);
        Assert.Equal(1, world.Invariants.Switches);
    }

    private static World PrimaryLost(long seed, int sites)
    {
        var world = Warm(seed, sites);
        new Faults(world, -1).PowerOff(0, Span.Of(500));
        world.RunUntil(world.Now + (45 * Second));
        return world;
    }

    private static World Warm(long seed, int sites)
    {
        var world = new World(new(seed) { Sites = sites, ForceHangs = 0 }, null);
        world.RunUntil(25 * Second);
        Assert.Equal(sites - 1, world.Database.Record!.Promotable.Count);
        Assert.True(world.Database.Record.EnforcerArmed);
        return world;
    }
}
