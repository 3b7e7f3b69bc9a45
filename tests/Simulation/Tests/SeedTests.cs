using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Scenarios;

namespace ClusterSetSuite.Simulation.Tests;

public class SeedTests
{
    /// <summary>CI runs more by setting SIMULATION_SEEDS; the command line runs any number.</summary>
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS"), out var seeds) ? seeds : 2000;

    [Fact]
    public void Every_invariant_holds_for_every_seed()
    {
        for (var seed = 1L; seed <= Seeds; seed++)
        {
            var outcome = Scenario.Run(seed);
            Assert.True(outcome.Broken is null, $"seed {seed} ({outcome.Theme}): {outcome.Broken}; replay it with --seed {seed}");
        }
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
    public void A_safeguard_that_is_taken_away_is_missed(string planted)
    {
        var without = Enum.Parse<Planted>(planted);
        Assert.Contains(Enumerable.Range(1, 3000), seed => Scenario.Run(seed, without).Broken is not null);
    }
}
