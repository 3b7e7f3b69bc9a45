using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Tests.Harness;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

public sealed class LookTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("clusterset-look-").FullName, "state.db");
    private readonly FakePlan _plan = new();
    private readonly FakeAgent _agent = new();
    private readonly Guid _id = Guid.NewGuid();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task Every_step_is_looked_at_and_nothing_is_changed()
    {
        _agent.Script = command => [command.StepId == "left/a" ? Needed(command) : FakeAgent.Done(command) with { Outcome = StepOutcome.AlreadyDone }];
        await using var host = await Host();
        var ended = await Look(host);

        Assert.Equal(6, _agent.Taken.Count);
        Assert.All(_agent.Taken, command => Assert.True(command.CheckOnly));
        Assert.Equal(("Needed", "not there yet"), (Step(ended, "left/a").State, Step(ended, "left/a").Reason));
        Assert.Equal("AlreadyDone", Step(ended, "both/a").State);
        Assert.False(await host.Do<CoordinatorDb, bool>(db => db.ClusterSets.AnyAsync()));
    }

    [Fact]
    public async Task A_step_that_needs_facts_which_are_not_there_yet_is_not_known_yet()
    {
        _agent.Script = command => [command.StepId == "look/a" ? Needed(command) : FakeAgent.Done(command)];
        await using var host = await Host();
        var ended = await Look(host);

        Assert.Equal(["look/a", "look/b"], _agent.Taken.Select(command => command.StepId).Order());
        Assert.Equal(("NotKnown", "not known yet: depends on look/a"), (Step(ended, "both/a").State, Step(ended, "both/a").Reason));
        Assert.Empty(ended.Findings);
    }

    [Fact]
    public async Task What_fails_because_an_earlier_change_is_still_to_be_made_is_not_known_yet()
    {
        _agent.Script = command => [command.StepId switch
        {
            "left/a" => Needed(command),
            "both/a" => FakeAgent.Failed(command, retriable: true, "no servers"),
            _ => FakeAgent.Done(command),
        }];
        await using var host = await Host();
        var ended = await Look(host);

        Assert.Equal("NotKnown", Step(ended, "both/a").State);
        Assert.Equal("not known yet: depends on left/a (no servers)", Step(ended, "both/a").Reason);
        Assert.Single(_agent.Taken, command => command.StepId == "both/a");
    }

    [Fact]
    public async Task A_refusal_and_a_failure_are_findings_and_the_look_goes_on()
    {
        _agent.Script = command => [command.StepId switch
        {
            "left/a" => FakeAgent.Failed(command, false) with { Outcome = StepOutcome.Refused },
            "right/b" => FakeAgent.Failed(command, retriable: true, "the API server answered 500"),
            _ => FakeAgent.Done(command),
        }];
        await using var host = await Host();
        var ended = await Look(host);

        Assert.Equal("Done", Step(ended, "both/a").State);
        Assert.Equal(2, Step(ended, "right/b").Attempt); // asked once more, for what passes by itself
        Assert.Equal(["left/a: no luck", "right/b: the API server answered 500"], ended.Findings.Select(finding => finding.Reason).Order());
        Assert.All(ended.Findings, finding => Assert.Equal((Severity.Error, "mend it"), (finding.Severity, finding.Advice)));
    }

    [Fact]
    public async Task A_silent_agent_is_a_finding_and_is_waited_for_once()
    {
        _agent.Script = command => command.Site == "b" ? [] : [FakeAgent.Done(command)];
        await using var host = await Host();
        var ended = await Look(host);

        Assert.Equal("NotAnswered", Step(ended, "look/b").State);
        Assert.Equal("NotAnswered", Step(ended, "right/b").State);
        Assert.Single(_agent.Taken, command => command.Site == "b");
        Assert.Contains(ended.Findings, finding => finding.Reason.Contains("mesh-agent of site b does not answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_runs_beside_a_change_and_the_same_id_is_the_same_look()
    {
        _agent.Script = command => command.CheckOnly ? [FakeAgent.Done(command)] : [];
        await using var host = await Host();
        await host.Provision(Guid.NewGuid());
        await Look(host);
        Assert.Equal(new RequestResult.Accepted(_id), await Ask(host, OperationKinds.Plan));
        Assert.IsType<RequestResult.Conflict>(await Ask(host, OperationKinds.Doctor));
        Assert.IsType<RequestResult.Conflict>(await host.Resume(_id));
    }

    private static StepAnswer Needed(StepCommand command) => FakeAgent.Done(command) with { Outcome = StepOutcome.Needed, Facts = null, Reason = "not there yet" };

    private static StepView Step(OperationView view, string id) => view.Stages.SelectMany(stage => stage.Steps).Single(step => step.Id == id);

    private static Task<RequestResult> Ask(CoordinatorHost host, string kind, Guid id) =>
        host.Do<LookRequests, RequestResult>(looks => looks.Ask(id, kind, CoordinatorHost.Spec, default));

    private Task<RequestResult> Ask(CoordinatorHost host, string kind) => Ask(host, kind, _id);

    private async Task<OperationView> Look(CoordinatorHost host)
    {
        Assert.Equal(new RequestResult.Accepted(_id), await Ask(host, OperationKinds.Plan));
        return await host.Until(_id, operation => operation.State == "Completed");
    }

    private Task<CoordinatorHost> Host() => CoordinatorHost.Embedded(_file, _plan, _agent);
}
