using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Coordinator.Tests.Health;

/// <summary>What the Coordinator keeps of the sites' observations.</summary>
public sealed class ObservationsTests : IAsyncDisposable
{
    private static readonly string[] Both = ["prod", "dr"];
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_observation_of_a_site_is_kept_and_an_older_one_that_comes_late_is_not()
    {
        await using var host = await CoordinatorHost.Embedded(_file, new FakePlan(), new FakeAgent());
        var observations = host.Services.GetRequiredService<Observations>();
        var first = Seen.Well["dr"].Observation;

        await observations.Take(first with { Number = 8 }, Ct);
        await observations.Take(first, Ct);
        Assert.Equal(8, (await observations.Of(Both, Ct))["dr"].Observation.Number);
        await observations.Take(first with { StartedAt = first.StartedAt.AddMinutes(1), Number = 1 }, Ct); // the agent was started again
        var kept = (await observations.Of(Both, Ct))["dr"].Observation;
        Assert.Equal(1, kept.Number);
        Assert.Equal("dr-0", kept.Clusters[0].Primary!.Pod);
        Assert.Equal(4ul, kept.Clusters[0].Set!.View);
    }

    [Fact]
    public async Task Another_Coordinator_and_the_next_start_know_them_and_when_the_site_last_lived()
    {
        var well = Seen.Well["prod"].Observation;
        await using (var host = await CoordinatorHost.Embedded(_file, new FakePlan(), new FakeAgent()))
        {
            var observations = host.Services.GetRequiredService<Observations>();
            await observations.Take(well, Ct);
            await observations.Take(well with { Number = 8, Clusters = [well.Clusters[0].Dead()] }, Ct);
        }

        await using var next = await CoordinatorHost.Embedded(_file, new FakePlan(), new FakeAgent());
        var again = next.Services.GetRequiredService<Observations>();
        var seen = (await again.Of(Both, Ct))["prod"];
        Assert.Null(seen.Observation.Clusters[0].Primary);
        Assert.Equal("prd-0", seen.LastAlive!.Observation.Clusters[0].Primary!.Pod);

        await again.Take(well with { Number = 9, Clusters = [well.Clusters[0].Dead()] }, Ct); // taken by a process that never saw it alive
        Assert.Equal(7, (await again.Of(Both, Ct))["prod"].LastAlive!.Observation.Number);
    }

    [Fact]
    public async Task An_observation_comes_over_the_bus_and_shows_where_the_primary_is()
    {
        await using var host = await CoordinatorHost.Embedded(_file, new FakePlan(), new FakeAgent());
        var observations = host.Services.GetRequiredService<Observations>();
        Assert.Equal("prod", await host.Do<PrimaryNow, string>(primary => primary.Of(Seen.Spec, Ct)));

        await host.Services.GetRequiredService<IBus>().Publish(
            Seen.At("dr", Seen.Cluster("dr", 0, Seen.View(4294967300, "", "PRIMARY"), "")).Observation, Ct);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await observations.Of(Both, limit.Token)).ContainsKey("dr"))
            await Task.Delay(20, limit.Token);

        Assert.Equal("dr", await host.Do<PrimaryNow, string>(primary => primary.Of(Seen.Spec, Ct)));
        await observations.Take(Seen.Well["prod"].Observation, Ct); // a site that was away still believes the old view
        Assert.Equal("dr", await host.Do<PrimaryNow, string>(primary => primary.Of(Seen.Spec, Ct)));
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }
}
