using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Tests.Running;

public sealed class RunningStepsTests : IDisposable
{
    private readonly RunnerRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_command_that_comes_again_joins_the_running_step_and_the_answer_carries_the_highest_attempt()
    {
        var release = new TaskCompletionSource();
        _rig.Script.Apply = (_, _, _) => release.Task;
        Task[] asked = [_rig.Steps.Ask(RunnerRig.Command(1)), _rig.Steps.Ask(RunnerRig.Command(3)), _rig.Steps.Ask(RunnerRig.Command(2))];
        release.SetResult();
        await Task.WhenAll(asked).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal((3, StepOutcome.Done), (_rig.Answers.Single().Attempt, _rig.Answers.Single().Outcome));
        Assert.Equal((1, 1), (_rig.Script.Checks, _rig.Script.Applies));
    }

    [Fact]
    public async Task A_finished_step_that_is_asked_again_finds_its_own_work()
    {
        var made = false;
        _rig.Script.Check = (_, _) => Task.FromResult(made ? StepState.IsDone() : StepState.Needs("not made"));
        _rig.Script.Apply = (_, _, _) =>
        {
            made = true;
            return Task.CompletedTask;
        };
        Assert.Equal(StepOutcome.Done, (await _rig.Answer(RunnerRig.Command(1))).Outcome);
        var again = await _rig.Answer(RunnerRig.Command(2));
        Assert.Equal((StepOutcome.AlreadyDone, 2, 1), (again.Outcome, again.Attempt, _rig.Script.Applies));
    }

    [Fact]
    public async Task Different_steps_run_at_the_same_time()
    {
        var both = new CountdownEvent(2);
        var met = new TaskCompletionSource();
        _rig.Script.Apply = (_, _, _) =>
        {
            if (both.Signal())
                met.SetResult();
            return met.Task;
        };
        await Task.WhenAll(_rig.Steps.Ask(RunnerRig.Command(step: "a")), _rig.Steps.Ask(RunnerRig.Command(step: "b")))
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(2, _rig.Answers.Count(answer => answer.Outcome == StepOutcome.Done));
    }

    [Fact]
    public async Task However_many_ask_at_once_every_ask_ends_and_the_highest_attempt_is_answered()
    {
        _rig.Script.Check = (_, _) => Task.FromResult(StepState.IsDone());
        await Parallel.ForEachAsync(
            Enumerable.Range(1, 500),
            TestContext.Current.CancellationToken,
            async (attempt, ct) => await _rig.Steps.Ask(RunnerRig.Command(attempt)).WaitAsync(TimeSpan.FromSeconds(20), ct));
        Assert.Equal(500, _rig.Answers.Max(answer => answer.Attempt));
        Assert.Equal(_rig.Answers.Count, _rig.Answers.Select(answer => answer.Attempt).Distinct().Count());
    }
}
