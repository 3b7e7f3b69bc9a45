using System.Globalization;
using ClusterSetSuite.Coordinator.Tests.Harness;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

[Collection(nameof(AnyOrderTests))]
[CollectionDefinition(nameof(AnyOrderTests), DisableParallelization = true)] // a database in memory answers without waiting: beside others it would take their threads
public class AnyOrderTests
{
    private const int Lives = 40;

    /// <summary>One life again: the seed that a failure told.</summary>
    private static readonly string? OneSeed = Environment.GetEnvironmentVariable("CLUSTERSET_SEED");

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("memory")]
    public async Task Whatever_comes_in_whatever_order_the_rules_hold_and_the_operation_completes_in_the_end(string transport)
    {
        var first = OneSeed is null ? Random.Shared.Next(1_000_000) : int.Parse(OneSeed, CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage("{0}: seeds from {1}", transport, first);
        for (var seed = first; seed < first + (OneSeed is null ? Lives : 1); seed++)
            await Live(seed, transport);
    }

    private static async Task Live(int seed, string transport)
    {
        var plan = new FakePlan();
        await using var world = await MachineWorld.Start(plan, transport);
        var life = new RandomLife(world, plan, seed);
        try
        {
            await life.Live(moves: 150);
        }
        catch (Exception e)
        {
            Assert.Fail($"CLUSTERSET_SEED={seed} on {transport}: {e.Message}\n{string.Join('\n', life.Story)}\n{e.StackTrace}");
        }
    }
}
