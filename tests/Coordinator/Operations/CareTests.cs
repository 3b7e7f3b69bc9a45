using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Care;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Harness;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

/// <summary>What happens after operations and without being asked for: sites leave the spec, sets are forgotten, returned sites are cleaned, drift is found and repaired.</summary>
public sealed class CareTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("clusterset-care-").FullName, "state.db");
    private readonly FakeAgent _agent = new();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task A_removed_site_leaves_the_spec_and_may_be_added_again_but_not_dropped_by_a_spec()
    {
        await using var host = await Host();
        await Made(host);
        var without = CoordinatorHost.Spec with { Sites = [CoordinatorHost.Spec.Sites[0], CoordinatorHost.Spec.Sites[1] with { Name = "c" }] };
        var dropped = Assert.IsType<RequestResult.Bad>(await host.Provision(null, without));
        Assert.Contains("clusterset remove mycs --site b", Assert.Single(dropped.Faults, fault => fault.Path == "sites").Message, StringComparison.Ordinal);
        Assert.IsType<RequestResult.Bad>(await host.Do<LookRequests, RequestResult>(looks => looks.Ask(null, OperationKinds.Plan, without, default)));

        await Ended(host, await Remove(host, "b"));
        await Until(host, set => set?.Spec.Sites.Count == 1);
        Assert.IsType<RequestResult.Accepted>(await host.Provision(null, without));
    }

    [Fact]
    public async Task A_site_is_watched_over_from_when_it_was_taken_in_until_it_left()
    {
        await using var host = await Host();
        Task<IReadOnlyList<string>> Members() => host.Do<SpecHistory, IReadOnlyList<string>>(history => history.Members("mycs", default));
        Assert.Empty(await Members());
        await Made(host);
        Assert.Equal(["a", "b"], await Members());
        await Ended(host, await Remove(host, "b"));
        Assert.Equal(["a"], await Members());

        _agent.Script = command => [command.StepId == "work/b" ? FakeAgent.Failed(command, retriable: false, "it has data of its own") : FakeAgent.Done(command)];
        var refused = Assert.IsType<RequestResult.Accepted>(await host.Provision(null)).OperationId;
        await host.Until(refused, o => o.State == "Failed");
        Assert.Equal(2, (await host.Do<SpecHistory, ClusterSetSpec?>(history => history.InForce("mycs", default)))!.Sites.Count);
        Assert.Equal(["a"], await Members()); // its own cluster goes on as it is
        _agent.Script = command => [FakeAgent.Done(command)];
        await Made(host);
        Assert.Equal(["a", "b"], await Members());
        await Ended(host, await host.Do<DepartureRequests, RequestResult>(requests => requests.Dissolve(null, "mycs", new DissolveRequest(), default)));
        Assert.Empty(await Members());
    }

    [Theory]
    [InlineData("mars", "is no site of mycs; there are: a, b")]
    [InlineData("a", "has the primary")]
    public async Task A_site_that_can_not_leave_is_refused_before_anything_is_touched(string site, string reason)
    {
        await using var host = await Host();
        await Made(host);
        Assert.Contains(reason, Assert.Single(Assert.IsType<RequestResult.Bad>(await Remove(host, site)).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dissolved_set_is_forgotten_and_a_new_one_of_its_name_may_differ_in_everything()
    {
        await using var host = await Host();
        await Made(host);
        await Ended(host, await host.Do<DepartureRequests, RequestResult>(requests => requests.Dissolve(null, "mycs", new DissolveRequest(), default)));
        await Until(host, set => set is null);

        var other = CoordinatorHost.Spec with { Primary = "b", Sites = [.. CoordinatorHost.Spec.Sites.Select(site => site with { Namespace = $"new-{site.Name}" })] };
        Assert.IsType<RequestResult.Accepted>(await host.Provision(null, other));
    }

    [Fact]
    public async Task A_site_that_was_away_when_it_left_is_cleaned_when_all_its_agents_report_again()
    {
        await using var host = await Host();
        await Made(host);
        await Ended(host, await Remove(host, "b", unreachable: true));
        await Beat(host, AgentNames.Mesh, AgentNames.Dns);
        await Round(host);
        Assert.DoesNotContain(await Kinds(host), kind => kind == CleanPlan.Kind);

        await Beat(host, [.. AgentNames.All]);
        await Round(host);
        await Round(host);
        var clean = await Operation(host, CleanPlan.Kind);
        Assert.Equal("Completed", (await host.Until(clean.CorrelationId, o => o.State is "Completed" or "Failed")).State);
        Assert.Contains("\"sites\":[\"b\"]", clean.Request, StringComparison.Ordinal);
        Assert.Single(await Kinds(host), kind => kind == CleanPlan.Kind);
    }

    [Fact]
    public async Task Drift_is_found_without_being_asked_for_and_shown_and_left_alone()
    {
        await using var host = await Host(Often);
        await Made(host);
        _agent.Script = command => [Changed(command)];
        var set = await Until(host, seen => seen?.Drift is { Steps.Count: > 0 });

        Assert.Equal(("work/b", "b", "Needed", "somebody changed it"), (set!.Drift!.Steps[0].StepId, set.Drift.Steps[0].Site, set.Drift.Steps[0].State, set.Drift.Steps[0].Reason));
        Assert.Single(await Kinds(host), kind => kind == ProvisionPlan.Kind);
        Assert.All(_agent.Taken.Skip(2), command => Assert.True(command.CheckOnly));
    }

    [Fact]
    public async Task Drift_is_repaired_by_applying_the_spec_again_where_the_spec_says_so()
    {
        await using var host = await Host(Often);
        await Made(host, CoordinatorHost.Spec with { Repair = RepairMode.Automatic });
        var whole = false;
        _agent.Script = command =>
        {
            whole |= !command.CheckOnly && command.StepId == "work/b";
            return [whole ? FakeAgent.Done(command) : Changed(command)];
        };
        await Until(host, set => set?.Drift is { Steps.Count: 0 } && whole);

        Assert.Equal(2, (await Kinds(host)).Count(kind => kind == ProvisionPlan.Kind));
    }

    [Fact]
    public async Task Nodes_that_come_and_go_on_one_site_start_the_DNS_part_anew_once()
    {
        var told = new DnsEndpoint { Addresses = ["10.0.0.1"], Port = 30053 };
        _agent.Script = command => [FakeAgent.Done(command) with { Facts = Wire.ToJson(told) }];
        await using var host = await Host();
        await Made(host);
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new DnsEndpointSeen { Site = "a", Endpoint = told }, TestContext.Current.CancellationToken);
        await bus.Publish(new DnsEndpointSeen { Site = "moon", Endpoint = told with { Port = 1 } }, TestContext.Current.CancellationToken);

        told = told with { Addresses = ["10.0.0.1", "10.0.0.2"] };
        await bus.Publish(new DnsEndpointSeen { Site = "a", Endpoint = told }, TestContext.Current.CancellationToken);
        var follow = await Operation(host, DnsFollowPlan.Kind);
        await host.Until(follow.CorrelationId, o => o.State == "Completed");
        await bus.Publish(new DnsEndpointSeen { Site = "a", Endpoint = told }, TestContext.Current.CancellationToken);

        // A later sign is taken after the earlier ones, so that one more heartbeat seen means that they are through.
        await Beat(host, [.. AgentNames.All]);
        Assert.Single(await Kinds(host), kind => kind == DnsFollowPlan.Kind);
    }

    [Fact]
    public async Task A_drill_is_asked_for_at_its_time_and_once_and_one_that_was_missed_is_left_out()
    {
        var clock = new MovedClock();
        await using var host = await CoordinatorHost.Embedded(_file, new Plans(), _agent, services => services.AddSingleton<TimeProvider>(clock));
        var four = new DateTimeOffset(2026, 11, 29, 4, 0, 0, TimeSpan.Zero);
        clock.Set(four.AddMinutes(-5));
        await Made(host, CoordinatorHost.Spec with { Failover = new() { Drill = "0 0 4 * * ?" } });
        Assert.Empty(await Drilled(host));

        clock.Set(four.AddSeconds(5));
        Assert.Single(await Drilled(host));
        Assert.Single(await Drilled(host));
        clock.Set(four.AddDays(1).AddMinutes(30));
        Assert.Single(await Drilled(host));
        clock.Set(four.AddDays(2).AddMinutes(9));
        var drills = await Drilled(host);
        Assert.Equal(2, drills.Count);
        Assert.All(drills, drill => Assert.True(drill is { Scheduled: true, To: "b", State: "Completed" }));
    }

    private static async Task<IReadOnlyList<DrillView>> Drilled(CoordinatorHost host)
    {
        await host.Do<Drills, bool>(async drills => { await drills.Round(default); return true; });
        return await Eventually(() => host.Do<OperationQueries, IReadOnlyList<DrillView>>(queries => queries.Drills("mycs", default)), drills => drills.All(drill => drill.EndedAt is not null));
    }

    private static void Often(CareOptions care) => care.DriftInterval = TimeSpan.FromSeconds(1);

    private static StepAnswer Changed(StepCommand command) => command.CheckOnly && command.StepId == "work/b"
        ? FakeAgent.Done(command) with { Outcome = StepOutcome.Needed, Facts = null, Reason = "somebody changed it" }
        : FakeAgent.Done(command);

    private static Task<RequestResult> Remove(CoordinatorHost host, string site, bool unreachable = false) =>
        host.Do<DepartureRequests, RequestResult>(requests => requests.Remove(null, "mycs", new RemoveRequest { Site = site, Unreachable = unreachable }, default));

    private static async Task Made(CoordinatorHost host, ClusterSetSpec? spec = null) => await Ended(host, await host.Provision(null, spec));

    private static async Task Ended(CoordinatorHost host, RequestResult asked) =>
        await host.Until(Assert.IsType<RequestResult.Accepted>(asked).OperationId, o => o.State == "Completed");

    private static Task<List<string>> Kinds(CoordinatorHost host) => host.Do<CoordinatorDb, List<string>>(db => db.Operations.Select(o => o.Kind).ToListAsync());

    private static Task<ClusterSetView?> Until(CoordinatorHost host, Func<ClusterSetView?, bool> wanted) =>
        Eventually(
            async () =>
            {
                await Round(host);
                return await host.Do<OperationQueries, ClusterSetView?>(queries => queries.ClusterSet("mycs", default));
            },
            wanted);

    private static async Task<OperationState> Operation(CoordinatorHost host, string kind) =>
        (await Eventually(() => host.Do<CoordinatorDb, OperationState?>(db => db.Operations.AsNoTracking().FirstOrDefaultAsync(o => o.Kind == kind)), found => found is not null))!;

    private static async Task Beat(CoordinatorHost host, params string[] agents)
    {
        var (bus, version) = (host.Services.GetRequiredService<IBus>(), $"{Guid.NewGuid()}");
        foreach (var agent in agents)
            await bus.Publish(new AgentHeartbeat { Site = "b", Agent = agent, Version = version, StartedAt = DateTimeOffset.UtcNow });
        await Eventually(() => host.Do<CoordinatorDb, int>(db => db.Agents.CountAsync(agent => agent.Version == version)), seen => seen == agents.Length);
    }

    private static async Task<T> Eventually<T>(Func<Task<T>> look, Func<T, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
                return seen;
            await Task.Delay(50, limit.Token);
        }
    }

    private Task<CoordinatorHost> Host(Action<CareOptions>? care = null) => CoordinatorHost.Embedded(_file, new Plans(), _agent, services =>
    {
        if (care is not null)
            services.Configure(care);
    });

    // The rounds that the caretaker makes at its interval.
    private static async Task Round(CoordinatorHost host)
    {
        await host.Do<DriftLooks, bool>(async drift => { await drift.Round(default); return true; });
        await host.Do<ReturnedSites, bool>(async returned => { await returned.Round(default); return true; });
    }

    /// <summary>The true clock, set to another time.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan _by;

        public void Set(DateTimeOffset time) => _by = time - base.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _by;
    }

    /// <summary>Two steps for every kind; with the stage that makes clusters, and the one that forwards zones.</summary>
    private sealed class Plans : IPlans
    {
        public Plan For(PlanInput input) => new(input.Kind,
        [
            new Stage("clusters", "make", [], [Step("work/b", "b", input)]),
            new Stage("dns-forward", "forward", [], [Step("dns-expose/a", "a", input)]),
        ]);

        private static PlannedStep Step(string id, string site, PlanInput input) =>
            new(id, site, AgentNames.Mesh, id, TimeSpan.FromMinutes(1), _ => new FakeCommand(id, input.Kind));
    }
}
