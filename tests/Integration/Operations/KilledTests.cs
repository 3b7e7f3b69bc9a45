using System.Net;

namespace ClusterSetSuite.Integration.Tests.Operations;

public class KilledTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_ends_by_itself_although_the_coordinator_is_killed_in_every_stage()
    {
        await using var sites = await TwoSites.Start(Test);
        var id = Guid.NewGuid();
        using var accepted = await sites.Coordinator.Apply("mycs", TwoSites.Spec, id, Test);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        var struck = new HashSet<string>();
        while (true)
        {
            var seen = await sites.Coordinator.Until(
                id, operation => operation.EndedAt is not null || operation.Stages.Any(stage => stage.State == "Running" && !struck.Contains(stage.Name)), Test);
            if (seen.EndedAt is not null)
                break;
            struck.UnionWith(seen.Stages.Where(stage => stage.State == "Running").Select(stage => stage.Name));
            await sites.Coordinator.Kill();
            await sites.Coordinator.Up(Test);
        }

        var ended = await sites.Coordinator.Operation(id, Test);
        Assert.True(ended.State == "Completed", $"{ended.State}: {ended.Reason}");
        Assert.True(struck.Count >= 10, $"only {struck.Count} stages were struck");
        Assert.All(ended.Stages, stage => Assert.Equal("Done", stage.State));
        Assert.All(sites.World.Applied, change => Assert.True(change.Value == 1, $"{change.Key} was applied {change.Value} times"));
    }

    [Fact]
    public async Task Asking_twice_with_one_id_is_asking_once_and_another_spec_under_it_is_a_conflict()
    {
        await using var sites = await TwoSites.Start(Test);
        var id = Guid.NewGuid();
        using var first = await sites.Coordinator.Apply("mycs", TwoSites.Spec, id, Test);
        using var second = await sites.Coordinator.Apply("mycs", TwoSites.Spec, id, Test);
        using var other = await sites.Coordinator.Apply("mycs", TwoSites.Spec.Replace("baseServerId: 200", "baseServerId: 300", StringComparison.Ordinal), id, Test);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode, other.StatusCode));
        Assert.Equal($"/v1/operations/{id}", first.Headers.Location?.OriginalString);

        var ended = await sites.Coordinator.Until(id, operation => operation.EndedAt is not null, Test);
        Assert.Equal("Completed", ended.State);

        var again = Guid.NewGuid();
        using var repeated = await sites.Coordinator.Apply("mycs", TwoSites.Spec, again, Test);
        var already = await sites.Coordinator.Until(again, operation => operation.EndedAt is not null, Test);
        Assert.All(already.Stages.SelectMany(stage => stage.Steps), step => Assert.Equal("AlreadyDone", step.State));
    }

    [Fact]
    public async Task Broker_and_database_may_be_killed_while_an_operation_runs()
    {
        await using var sites = await TwoSites.Start(Test);
        var id = Guid.NewGuid();
        using var accepted = await sites.Coordinator.Apply("mycs", TwoSites.Spec, id, Test);

        await sites.Coordinator.Until(id, operation => operation.Stages.Count(stage => stage.State == "Done") >= 3, Test);
        await sites.Rabbit.Kill(Test);
        await sites.Rabbit.Up(Test);
        await sites.Coordinator.Until(id, operation => operation.Stages.Count(stage => stage.State == "Done") >= 8, Test);
        await sites.Postgres.Kill(Test);
        await sites.Postgres.Up(Test);
        var ended = await UntilEnded(sites, id);

        Assert.True(ended.State == "Completed", $"{ended.State}: {ended.Reason}");
        Assert.All(sites.World.Applied, change => Assert.True(change.Value == 1, $"{change.Key} was applied {change.Value} times"));
    }

    private static async Task<Coordinator.Api.Models.OperationView> UntilEnded(TwoSites sites, Guid id)
    {
        while (true)
        {
            try
            {
                return await sites.Coordinator.Until(id, operation => operation.EndedAt is not null, Test);
            }
            catch (HttpRequestException)
            {
                // The database is still starting: the Coordinator answers 500 until it is there.
                await Task.Delay(200, Test);
            }
        }
    }
}
