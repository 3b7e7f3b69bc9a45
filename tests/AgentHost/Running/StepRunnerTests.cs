using System.Net.Sockets;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Tests.Running;

public sealed class StepRunnerTests : IDisposable
{
    private readonly RunnerRig _rig = new();

    private sealed record Fact(string Name);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_is_already_so_is_not_changed_and_its_facts_are_told()
    {
        _rig.Script.Check = (_, _) => Task.FromResult(StepState.IsDone(new Fact("here")));
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Equal(StepOutcome.AlreadyDone, answer.Outcome);
        Assert.Equal("here", Wire.FromJson<Fact>(answer.Facts!.Value).Name);
        Assert.Equal(0, _rig.Script.Applies);
    }

    [Fact]
    public async Task What_is_needed_is_changed_and_verified()
    {
        _rig.Script.Verify = (_, _) => Task.FromResult(StepState.IsDone(new Fact("made")));
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Equal((StepOutcome.Done, 1), (answer.Outcome, _rig.Script.Applies));
        Assert.Equal("made", Wire.FromJson<Fact>(answer.Facts!.Value).Name);
    }

    [Fact]
    public async Task What_is_unsafe_is_refused_with_reason_and_advice_and_nothing_is_changed()
    {
        _rig.Script.Check = (_, _) => Task.FromResult(StepState.IsUnsafe("holds data", "move the data"));
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Equal((StepOutcome.Refused, "holds data", "move the data", false), (answer.Outcome, answer.Reason, answer.Advice, answer.Retriable));
        Assert.Equal(0, _rig.Script.Applies);
    }

    [Fact]
    public async Task A_check_alone_changes_nothing()
    {
        var answer = await _rig.Answer(RunnerRig.Command(checkOnly: true));
        Assert.Equal((StepOutcome.Needed, "it is not there", 0), (answer.Outcome, answer.Reason, _rig.Script.Applies));
    }

    [Fact]
    public async Task A_change_that_can_not_be_verified_is_a_failure_that_may_be_asked_again()
    {
        _rig.Script.Verify = (_, _) => Task.FromResult(StepState.Needs("two pods are not ready"));
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Equal((StepOutcome.Failed, "unverified change: two pods are not ready", true), (answer.Outcome, answer.Reason, answer.Retriable));
    }

    [Fact]
    public async Task The_time_limit_ends_the_step_and_tells_what_it_was_at()
    {
        _rig.Script.Apply = (_, progress, ct) =>
        {
            progress.Report("waiting for dr-1 to be ONLINE", 40);
            return Task.Delay(Timeout.Infinite, ct);
        };
        var asked = _rig.Steps.Ask(RunnerRig.Command());
        await Reported("waiting for dr-1 to be ONLINE");
        _rig.Clock.Advance(TimeSpan.FromSeconds(61));
        await asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var answer = _rig.Answers.Single();
        Assert.Equal((StepOutcome.Failed, true), (answer.Outcome, answer.Retriable));
        Assert.Equal("not finished within 60 s; it was at: waiting for dr-1 to be ONLINE", answer.Reason);
        Assert.Equal(TimeSpan.FromSeconds(61), answer.Took);
    }

    [Fact]
    public async Task A_silent_step_still_shows_signs_of_life_with_its_last_note()
    {
        var release = new TaskCompletionSource();
        _rig.Script.Apply = (_, progress, _) =>
        {
            progress.Report("cloning", 12);
            return release.Task;
        };
        var asked = _rig.Steps.Ask(RunnerRig.Command());
        await Reported("cloning");
        for (var i = 0; i < 3; i++)
        {
            _rig.Clock.Advance(StepProgress.Interval);
            var sign = await Reported("cloning");
            Assert.Equal(12, sign.Percent);
        }

        release.SetResult();
        await asked;
        Assert.Equal(StepOutcome.Done, _rig.Answers.Single().Outcome);
    }

    [Fact]
    public async Task A_stopped_agent_answers_that_the_step_may_be_asked_again()
    {
        _rig.Script.Apply = (_, _, ct) => Task.Delay(Timeout.Infinite, ct);
        var asked = _rig.Steps.Ask(RunnerRig.Command());
        await Reported("changing");
        await _rig.Stop();
        await asked;
        var answer = _rig.Answers.Single();
        Assert.Equal((StepOutcome.Failed, true), (answer.Outcome, answer.Retriable));
        Assert.Contains("was stopped", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_another_site_or_kind_is_not_carried_out()
    {
        var foreign = await _rig.Answer(RunnerRig.Command() with { Site = "dr" });
        var unknown = await _rig.Answer(RunnerRig.Command() with { Kind = "Unheard" });
        Assert.All([foreign, unknown], answer => Assert.Equal((StepOutcome.Failed, false), (answer.Outcome, answer.Retriable)));
        Assert.Contains("Unheard", unknown.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Script.Checks);
    }

    public static TheoryData<Exception, StepOutcome, bool, string> Exceptions => new()
    {
        { new StepRefusedException("in another set", "remove it there"), StepOutcome.Refused, false, "in another set" },
        { new StepFailedException("51500: locked", "wait", retriable: true), StepOutcome.Failed, true, "51500: locked" },
        { new StepFailedException("1045: denied", "set the password", retriable: false), StepOutcome.Failed, false, "1045: denied" },
        { new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)), StepOutcome.Failed, true, "connection failed" },
        { new IOException("broken pipe"), StepOutcome.Failed, true, "broken pipe" },
        { new TimeoutException("no answer in 10 s"), StepOutcome.Failed, true, "no answer in 10 s" },
        { new TaskCanceledException(), StepOutcome.Failed, true, "given up" },
        { new InvalidOperationException("boom"), StepOutcome.Failed, false, "unexpected InvalidOperationException: boom" },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public async Task Every_exception_becomes_an_answer(Exception thrown, StepOutcome outcome, bool retriable, string reason)
    {
        _rig.Script.Apply = (_, _, _) => Task.FromException(thrown);
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Equal((outcome, retriable), (answer.Outcome, answer.Retriable));
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_secret_shows_in_no_answer_no_progress_and_no_log()
    {
        const string canary = "s3cr3t-canary";
        _rig.Mask.Remember(canary);
        _rig.Script.Apply = async (_, progress, ct) =>
        {
            progress.Report($"logging in with {canary}");
            await Task.Yield();
            throw new InvalidOperationException($"login with {canary} failed");
        };
        var answer = await _rig.Answer(RunnerRig.Command());
        Assert.Contains("***", answer.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Log.Lines, line => line.Contains(canary, StringComparison.Ordinal));
        while (_rig.Progress.TryRead(out var told))
            Assert.DoesNotContain(canary, told.Text, StringComparison.Ordinal);
    }

    private async Task<StepProgress> Reported(string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var told = await _rig.Progress.ReadAsync(limit.Token);
            if (told.Text == text)
                return told;
        }
    }
}
