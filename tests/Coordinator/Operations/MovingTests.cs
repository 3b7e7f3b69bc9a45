using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

/// <summary>Requests for a known ClusterSet, and what the Coordinator remembers of a moved primary.</summary>
public sealed class MovingTests : IAsyncDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_switchover_of_an_unknown_set_or_to_an_unknown_site_starts_nothing()
    {
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), new FakeAgent());

        Assert.IsType<RequestResult.Missing>(await Switch(host, null, "b"));
        await Completed(host, await host.Provision(null));
        var bad = Assert.IsType<RequestResult.Bad>(await Switch(host, null, "mars"));
        Assert.Contains("'mars' is no site of mycs", Assert.Single(bad.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switchover_is_asked_for_once_by_its_id_and_never_with_other_content()
    {
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), new FakeAgent());
        await Completed(host, await host.Provision(null));
        var id = Guid.NewGuid();

        await Completed(host, await Switch(host, id, "b"));
        Assert.Equal(id, Assert.IsType<RequestResult.Accepted>(await Switch(host, id, "b")).OperationId);
        Assert.IsType<RequestResult.Conflict>(await Switch(host, id, "a"));
    }

    [Fact]
    public async Task Applying_a_spec_again_goes_by_where_the_primary_was_moved_and_does_not_move_it_back()
    {
        var plans = new MovePlans();
        await using var host = await CoordinatorHost.Embedded(_file, plans, new FakeAgent());
        await Completed(host, await host.Provision(null));
        Assert.Equal("a", plans.Primary);

        await Completed(host, await Switch(host, null, "b"));
        await Completed(host, await host.Provision(null));
        Assert.Equal(("provision", "b"), (plans.Last!.Kind, plans.Primary));

        await Completed(host, await Switch(host, null, "a"));
        await Completed(host, await host.Provision(null));
        Assert.Equal("a", plans.Primary);
    }

    [Fact]
    public async Task A_switchover_that_failed_before_the_move_has_moved_nothing_and_one_that_failed_after_it_has()
    {
        var (plans, agent) = (new MovePlans(), new FakeAgent());
        await using var host = await CoordinatorHost.Embedded(_file, plans, agent);
        await Completed(host, await host.Provision(null));

        agent.Script = command => [command.StepId == "promote/a" ? FakeAgent.Failed(command, retriable: false) : FakeAgent.Done(command)];
        await Ended(host, await Switch(host, null, "b"), "Failed");
        agent.Script = command => [FakeAgent.Done(command)];
        await Completed(host, await host.Provision(null));
        Assert.Equal("a", plans.Primary);

        agent.Script = command => [command.StepId == "prove/a" ? FakeAgent.Failed(command, retriable: false) : FakeAgent.Done(command)];
        await Ended(host, await Switch(host, null, "b"), "Failed");
        agent.Script = command => [FakeAgent.Done(command)];
        await Completed(host, await host.Provision(null));
        Assert.Equal("b", plans.Primary);
    }

    [Fact]
    public async Task A_drill_that_failed_on_its_way_back_has_left_the_primary_there_and_a_whole_one_has_not()
    {
        var agent = new FakeAgent();
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), agent);
        await Completed(host, await host.Provision(null));

        var isBackBroken = true;
        agent.Script = command => [isBackBroken && command.StepId == "promote-back/a" ? FakeAgent.Failed(command, retriable: false) : Switched(command)];
        var drill = await Drill(host, "b");
        await Ended(host, drill, "Failed");
        Assert.Equal("b", await Primary(host));
        Assert.Contains("has the primary now", Assert.Single(Assert.IsType<RequestResult.Bad>(await Drill(host, "b")).Faults).Message, StringComparison.Ordinal);

        isBackBroken = false;
        var id = ((RequestResult.Accepted)drill).OperationId;
        await Completed(host, await host.Resume(id));
        Assert.Equal("a", await Primary(host));
        var report = Assert.Single(await host.Do<OperationQueries, IReadOnlyList<DrillView>>(queries => queries.Drills("mycs", default)));
        Assert.Equal((id, "Completed", "a", "b", false), (report.Operation, report.State, report.From, report.To, report.Scheduled));
        Assert.Equal((1.5, 3), (report.PauseThere, report.Acknowledged));
    }

    [Fact]
    public async Task A_drill_that_cuts_a_site_off_is_told_first_while_it_runs_and_the_automation_does_not_rest_for_it()
    {
        var (agent, automation) = (new FakeAgent(), new Automation());
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), agent, services => services.AddSingleton<IAutomation>(automation));
        await Completed(host, await host.Provision(null));
        agent.Script = _ => [];
        var drill = new DrillRequest { To = "b", Isolate = true, Confirm = "mycs" };
        Assert.IsType<RequestResult.Accepted>(await host.Do<OperationRequests, RequestResult>(requests => requests.Ask(null, IsolationPlan.Kind, "mycs", drill, (spec, _) => RequestRules.Faults(drill, spec), default)));

        var view = await host.Do<OperationQueries, ClusterSetView?>(queries => queries.ClusterSet("mycs", default));
        Assert.StartsWith("a drill cuts a off from all other sites", view!.Health.Troubles[0], StringComparison.Ordinal);
        var report = Assert.Single(await host.Do<OperationQueries, IReadOnlyList<DrillView>>(queries => queries.Drills("mycs", default)));
        Assert.Equal((true, "a", "b", null), (report.Isolated, report.From, report.To, report.Promotion));
        Assert.Empty(automation.Pauses);
    }

    private static StepAnswer Switched(StepCommand command) => FakeAgent.Done(command) with
    {
        Facts = Wire.ToJson(new SwitchReport { Measured = true, Exact = true, Pause = TimeSpan.FromSeconds(1.5), Acknowledged = [1, 2, 3] }),
    };

    [Fact]
    public async Task The_automation_is_paused_for_a_good_request_only_and_nothing_begins_before_it_rests()
    {
        var automation = new Automation();
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), new FakeAgent(), services => services.AddSingleton<IAutomation>(automation));
        await Completed(host, await host.Provision(null));

        Assert.IsType<RequestResult.Bad>(await Switch(host, null, "mars"));
        Assert.Empty(automation.Pauses);
        automation.Why = "a failover is under way";
        Assert.Equal("a failover is under way", Assert.IsType<RequestResult.Refused>(await Switch(host, null, "b")).Reason);
        automation.Why = null;
        await Completed(host, await Switch(host, null, "b"));
        await Completed(host, await Drill(host, "a"));
        Assert.Equal(["b", "b", "a"], automation.Pauses);
    }

    [Fact]
    public async Task A_failover_does_not_wait_for_a_detector_that_can_not_come_to_rest()
    {
        var automation = new Automation { Why = "another Coordinator's detector is the active one" };
        await using var host = await CoordinatorHost.Embedded(_file, new MovePlans(), new FakeAgent(), services => services.AddSingleton<IAutomation>(automation));
        await Completed(host, await host.Provision(null));

        await Completed(host, await host.Do<OperationRequests, RequestResult>(requests =>
            requests.Ask(null, FailoverPlan.Kind, "mycs", new FailoverRequest { To = "b", Confirm = "mycs" }, (_, _) => [], default)));
        Assert.Empty(automation.Pauses);
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    private static Task<string> Primary(CoordinatorHost host) => host.Do<PrimaryNow, string>(primary => primary.Of(CoordinatorHost.Spec, default));

    private static Task<RequestResult> Drill(CoordinatorHost host, string to) => host.Do<OperationRequests, RequestResult>(requests =>
        requests.Ask(null, DrillPlan.Kind, "mycs", new DrillRequest { To = to }, (spec, _) => RequestRules.Faults(new DrillRequest { To = to }, spec), default));

    private static Task<RequestResult> Switch(CoordinatorHost host, Guid? id, string to) => host.Do<OperationRequests, RequestResult>(requests =>
        requests.Ask(id, SwitchoverPlan.Kind, "mycs", new SwitchoverRequest { To = to }, (spec, _) => RequestRules.Faults(new SwitchoverRequest { To = to }, spec), default));

    private static Task Completed(CoordinatorHost host, RequestResult result) => Ended(host, result, "Completed");

    private static async Task Ended(CoordinatorHost host, RequestResult result, string state) =>
        await host.Until(Assert.IsType<RequestResult.Accepted>(result).OperationId, view => view.State == state);

    private sealed class Automation : IAutomation
    {
        public string? Why { get; set; }

        /// <summary>Each with the site that was to have the primary.</summary>
        public List<string?> Pauses { get; } = [];

        public AutomationView? Of(string set) => null;

        public Task<string?> Pause(string set, string? to, CancellationToken ct)
        {
            Pauses.Add(to);
            return Task.FromResult(Why);
        }

        public string? Approve(string set, string person, string to) => null;

        public Task<string?> Maintain(string set, TimeSpan length, CancellationToken ct) => Task.FromResult<string?>(null);

        public Task<string?> Acknowledge(string set, CancellationToken ct) => Task.FromResult<string?>(null);
    }

    /// <summary>One stage that moves and one after it; remembers what it was asked for last.</summary>
    private sealed class MovePlans : IPlans
    {
        public PlanInput? Last { get; private set; }

        public string? Primary => Last!.PrimarySite;

        public Plan For(PlanInput input)
        {
            Last = input;
            return new(input.Kind, [Stage(Moves.Stage, []), Stage(input.Kind == DrillPlan.Kind ? Moves.Stage + Moves.Back : "prove", [Moves.Stage])]);
        }

        private static Stage Stage(string name, IReadOnlyList<string> after) => new(name, name, after,
            [new PlannedStep($"{name}/a", "a", Contracts.AgentNames.Mesh, name, TimeSpan.FromMinutes(1), _ => new FakeCommand(name, null))]);
    }
}
