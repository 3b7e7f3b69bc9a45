using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

public sealed class OperationTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("clusterset-op-").FullName, "state.db");
    private readonly FakePlan _plan = new();
    private readonly FakeAgent _agent = new();
    private readonly Guid _id = Guid.NewGuid();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task Stages_start_when_all_they_come_after_are_complete_and_commands_carry_earlier_facts()
    {
        await using var host = await Host();
        await host.Provision(_id);
        var ended = await host.Until(_id, o => o.State == "Completed");

        Assert.All(ended.Stages, stage => Assert.Equal("Done", stage.State));
        var order = _agent.Taken.Select(command => command.StepId).ToList();
        Assert.Equal(["both/a", "left/a", "look/a", "look/b", "right/a", "right/b"], order.Order());
        Assert.Equal(["look/a", "look/b"], order.Take(2).Order());
        Assert.Equal("both/a", order[^1]);
        Assert.Equal("told by look/a", _agent.Taken[^1].Body.GetProperty("told").GetString());
    }

    [Fact]
    public async Task A_retriable_failure_is_asked_again_and_a_duplicate_answer_changes_nothing()
    {
        _agent.Script = command => command.StepId == "left/a" && command.Attempt < 3
            ? [FakeAgent.Failed(command, retriable: true), FakeAgent.Failed(command, retriable: false)]
            : [FakeAgent.Done(command), FakeAgent.Failed(command, retriable: false), FakeAgent.Done(command)];
        await using var host = await Host();
        await host.Provision(_id);
        var ended = await host.Until(_id, o => o.State is "Completed" or "Failed");

        Assert.Equal("Completed", ended.State);
        Assert.Equal(3, Step(ended, "left/a").Attempt);
    }

    [Fact]
    public async Task A_failure_for_good_waits_for_what_runs_then_fails_and_resume_asks_only_for_what_is_not_done()
    {
        var healed = false;
        _agent.Script = command => command.StepId == "right/b" && !healed
            ? [FakeAgent.Failed(command, retriable: false, "the port is taken")]
            : [FakeAgent.Done(command)];
        await using var host = await Host();
        await host.Provision(_id);
        var failed = await host.Until(_id, o => o.State == "Failed");
        Assert.Equal("right/b: the port is taken", failed.Reason);
        Assert.Equal("mend it", failed.Advice);
        Assert.DoesNotContain(_agent.Taken, command => command.StepId == "both/a");

        healed = true;
        Assert.IsType<RequestResult.Accepted>(await host.Resume(_id));
        var ended = await host.Until(_id, o => o.State == "Completed");
        Assert.Null(ended.Reason);
        Assert.Equal(["look/a", "look/b", "left/a", "right/a", "right/b", "right/b", "both/a"], _agent.Taken.Select(c => c.StepId).Order(PlanOrder));
    }

    [Fact]
    public async Task A_finding_fails_the_operation_and_resume_looks_again_before_it_judges_again()
    {
        var looked = 0;
        _plan.GateOfBoth = _ => looked < 2 ? [new Finding("a", "names overlap", "rename one")] : [];
        _agent.Script = command =>
        {
            looked += command.StepId == "left/a" ? 1 : 0;
            return [FakeAgent.Done(command)];
        };
        await using var host = await Host();
        await host.Provision(_id);
        var failed = await host.Until(_id, o => o.State == "Failed");
        Assert.Equal("a: names overlap", failed.Reason);
        Assert.Equal("rename one", failed.Advice);

        await host.Resume(_id);
        await host.Until(_id, o => o.State == "Completed");
        Assert.Equal(2, looked);
    }

    [Fact]
    public async Task A_silent_agent_is_asked_again_and_then_named()
    {
        _agent.Script = command => command.StepId == "left/a" ? [] : [FakeAgent.Done(command)];
        await using var host = await Host(services => services.Configure<OperationOptions>(o => o.MaxUnanswered = 2));
        await host.Provision(_id);
        var failed = await host.Until(_id, o => o.State == "Failed");

        Assert.StartsWith("left/a: mesh-agent of site a does not answer", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2, Step(failed, "left/a").Attempt);
    }

    [Fact]
    public async Task Cancel_starts_nothing_more_and_ends_when_what_runs_has_answered()
    {
        var held = new TaskCompletionSource<StepCommand>();
        _agent.Script = command =>
        {
            if (command.StepId != "left/a")
                return [FakeAgent.Done(command)];
            held.TrySetResult(command);
            return [];
        };
        await using var host = await Host(services => services.Configure<OperationOptions>(o => o.SilenceLimit = TimeSpan.FromMinutes(5)));
        await host.Provision(_id);
        var command = await held.Task;
        await host.Cancel(_id);
        await host.Until(_id, o => o.State == "Cancelling");
        await host.Services.GetRequiredService<MassTransit.IBus>().Publish(FakeAgent.Done(command), TestContext.Current.CancellationToken);
        await host.Until(_id, o => o.State == "Cancelled");
        Assert.DoesNotContain(_agent.Taken, c => c.StepId == "both/a");
    }

    [Fact]
    public async Task Asking_twice_with_the_same_id_is_asking_once_and_other_content_is_refused()
    {
        _agent.Script = _ => [];
        await using var host = await Host();
        Assert.Equal(new RequestResult.Accepted(_id), await host.Provision(_id));
        Assert.Equal(new RequestResult.Accepted(_id), await host.Provision(_id));
        Assert.Equal(new RequestResult.Accepted(_id), await host.Provision(null));
        var other = CoordinatorHost.Spec with { Primary = "b" };
        Assert.Contains("other content", Assert.IsType<RequestResult.Conflict>(await host.Provision(_id, other)).Reason, StringComparison.Ordinal);
        Assert.Contains($"{_id}", Assert.IsType<RequestResult.Conflict>(await host.Provision(null, other)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_committed_and_not_delivered_is_delivered_after_a_restart()
    {
        await using (var dying = await Host(NoDelivery))
            await dying.Provision(_id);
        Assert.Empty(_agent.Taken);

        await using var host = await Host();
        await host.Until(_id, o => o.State == "Completed");
        while (await host.Do<CoordinatorDb, bool>(db => db.Outbox.AnyAsync())) // its end is told to everybody right after it
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private static StepView Step(OperationView view, string id) =>
        view.Stages.SelectMany(stage => stage.Steps).Single(step => step.Id == id);

    private static readonly Comparer<string> PlanOrder = Comparer<string>.Create((x, y) => Place(x).CompareTo(Place(y)));

    private static int Place(string step) => Array.IndexOf(["look/a", "look/b", "left/a", "right/a", "right/b", "both/a"], step);

    private static void NoDelivery(IServiceCollection services) => services.Remove(services.Single(CoordinatorHost.IsDelivery));

    private Task<CoordinatorHost> Host(Action<IServiceCollection>? adjust = null) => CoordinatorHost.Embedded(_file, _plan, _agent, adjust);
}
