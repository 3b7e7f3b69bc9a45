using System.Collections.Concurrent;
using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Scenarios;

namespace ClusterSetSuite.Simulation.Tests;

public class SeedTests
{
    /// <summary>SIMULATION_SEEDS runs another number of them; the command line runs any.</summary>
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS"), out var seeds) ? seeds : 20_000;

    [Fact]
    public void Every_invariant_holds_for_every_seed()
    {
        var broken = new ConcurrentQueue<string>();
        Parallel.For(1L, Seeds + 1, (seed, loop) =>
        {
            var outcome = Scenario.Run(seed);
            if (outcome.Broken is null)
                return;
            broken.Enqueue($"seed {seed} ({outcome.Theme}): {outcome.Broken}; replay it with --seed {seed}");
            loop.Stop();
        });
        Assert.True(broken.IsEmpty, string.Join("\n", broken));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        for (var seed = 1L; seed <= 25; seed++)
            Assert.Equal(Scenario.Run(seed), Scenario.Run(seed));
        Assert.NotEqual(Scenario.Run(1).Hash, Scenario.Run(2).Hash);
    }

    [Theory]
    [InlineData(nameof(Planted.Fence))]
    [InlineData(nameof(Planted.Epoch))]
    [InlineData(nameof(Planted.Promise))]
    [InlineData(nameof(Planted.Drain))]
    [InlineData(nameof(Planted.Veto))]
    [InlineData(nameof(Planted.Enforcer))]
    [InlineData(nameof(Planted.Durable))]
    [InlineData(nameof(Planted.Cas))]
    [InlineData(nameof(Planted.Confirm))]
    [InlineData(nameof(Planted.Expiry))]
    [InlineData(nameof(Planted.Offline))]
    [InlineData(nameof(Planted.Witness))]
    [InlineData(nameof(Planted.Loss))]
    [InlineData(nameof(Planted.Quarantine))]
    public void A_safeguard_that_is_taken_away_is_missed(string planted)
    {
        var without = Enum.Parse<Planted>(planted);
        var search = Parallel.For(1L, 3_001, (seed, loop) =>
        {
            if (Scenario.Run(seed, without).Broken is not null)
                loop.Stop();
        });
        Assert.False(search.IsCompleted, $"no seed is broken without {planted}");
    }
}
