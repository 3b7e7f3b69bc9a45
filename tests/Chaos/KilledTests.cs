using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests;

[Collection(OneLab.Name)]
public class KilledTests : IClassFixture<FreshLab>
{
    /// <summary>Stages that take long enough to be struck while they run, whatever the machine.</summary>
    private static readonly string[] Long = ["mesh-install", "mesh-enable", "mesh-connect", "operator", "clusters", "dissolve", "replicas", "routers-primary", "routers-replica"];

    [Fact]
    public async Task An_operation_ends_by_itself_although_coordinator_and_agents_are_killed_in_every_stage()
    {
        var struck = new List<string>();
        using var client = new CoordinatorClient(Lab.Coordinator, token: null);
        var apply = Lab.ClusterSet("apply", "-f", Lab.Spec);
        while (!apply.IsCompleted)
        {
            if (await Running(client, struck) is { } stage)
                await Strike(stage, struck);
            else
                await Task.WhenAny(apply, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        var made = await apply;
        var told = $"struck {string.Join(", ", struck)}\n{made}";
        TestContext.Current.SendDiagnosticMessage("{0}", told);
        Assert.True(made.ExitCode == 0, told);
        Assert.Contains("ClusterSet mycs: HEALTHY", made.Stdout, StringComparison.Ordinal);
        Assert.All(Long, stage => Assert.True(struck.Contains(stage), $"{stage} was not struck; {told}"));

        var again = await Lab.ClusterSet("apply", "-f", Lab.Spec);
        Assert.True(again.ExitCode == 0, again.ToString());
        var operation = (await client.Operations(TestContext.Current.CancellationToken))[0];
        var steps = (await client.Operation(operation.Id, TestContext.Current.CancellationToken))!.Stages.SelectMany(stage => stage.Steps);
        Assert.All(steps, step => Assert.True(step.State == "AlreadyDone", $"{step.Id} was {step.State} when the set was applied again"));
    }

    private static async Task<StageView?> Running(CoordinatorClient client, List<string> struck)
    {
        try
        {
            return (await client.Operations(TestContext.Current.CancellationToken)) is [var newest, ..] && await client.Operation(newest.Id, TestContext.Current.CancellationToken) is { } operation
                ? operation.Stages.FirstOrDefault(stage => stage.State == "Running" && !struck.Contains(stage.Name))
                : null;
        }
        catch (CoordinatorUnreachableException)
        {
            return null;
        }
    }

    /// <summary>Kills the agents that are at work on a stage, and the Coordinator; the kubelet starts the agents again.</summary>
    private static async Task Strike(StageView stage, List<string> struck)
    {
        struck.Add(stage.Name);
        foreach (var step in stage.Steps.Where(step => step.EndedAt is null))
            await FreshLab.Fault("kill", "agent", step.Site, step.Agent.Replace("-agent", "", StringComparison.Ordinal));
        await FreshLab.Fault("kill", "coordinator");
        await FreshLab.Fault("start", "coordinator");
    }
}
