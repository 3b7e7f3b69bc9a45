using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Benchmarks;

/// <summary>What the suite itself adds to what the sites do.</summary>
internal static class Provisioning
{
    /// <summary>The last provisioning that made something, against its critical path.</summary>
    public static async Task<bool> Print()
    {
        using var client = new CoordinatorClient(Lab.Coordinator, token: null);
        if (await LastThatMade(client) is not { } view)
        {
            await Console.Error.WriteLineAsync("No provisioning of this lab made a ClusterSet; run `fresh` first.");
            return false;
        }

        var path = CriticalPath.Of(view);
        var wall = view.EndedAt!.Value - view.StartedAt;
        Figures.Print(
            $"provisioning {view.Id}: its critical path", ["STAGE", "WORK AT THE SITE", "STAGE'S WALL TIME"],
            path.Stages.Select(stage => new[] { stage.Title, Figures.Seconds(CriticalPath.Work(stage)), Figures.Seconds(stage.EndedAt!.Value - stage.StartedAt!.Value) }));
        Console.WriteLine($"wall time {Figures.Seconds(wall)}, critical path {Figures.Seconds(path.Length)}, so the suite's own overhead is {Figures.Seconds(wall - path.Length)}");
        return true;
    }

    private static async Task<OperationView?> LastThatMade(CoordinatorClient client)
    {
        foreach (var listed in (await client.Operations(default)).Where(each => each is { Kind: ProvisionPlan.Kind, State: "Completed" }))
            if (await client.Operation(listed.Id, default) is { } operation && operation.Stages.SelectMany(stage => stage.Steps).Any(step => step is { Id: "clusterset/prod", State: "Done" }))
                return operation;
        return null;
    }
}
