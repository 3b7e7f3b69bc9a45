using ClusterSetSuite.AgentHost.Failures;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Running;

/// <summary>Brings one command to its answer. The only place that knows the order Check, Apply, Verify.</summary>
internal sealed partial class StepRunner(
    AgentIdentity agent, IServiceScopeFactory scopes, IEnumerable<StepKind> kinds, FailureTranslation failures, SecretMask mask, TimeProvider time, ILogger<StepRunner> log)
{
    private static readonly TimeSpan Pulse = StepProgress.Interval * 0.8;
    private readonly Dictionary<string, StepKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Runs the step within its time limit and never throws: every end is an answer. Answer and progress carry the command's attempt.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="tell">Told what the step does, at every change and at least every <see cref="StepProgress.Interval"/>.</param>
    /// <param name="stopping">The agent is being stopped: the step is cancelled and answered with a failure that may be asked again.</param>
    public async Task<StepAnswer> Run(StepCommand command, Func<StepNote, CancellationToken, Task> tell, CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var board = scope.ServiceProvider.GetRequiredService<StepBoard>();
        using var deadline = new CancellationTokenSource(command.TimeLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var pulse = Tell(board, tell, silence.Token);
        var answer = await Answer(command, scope.ServiceProvider, board, deadline.Token, stopping, end.Token);
        await silence.CancelAsync();
        await pulse;
        answer = answer with { Took = time.GetElapsedTime(start) };
        LogEnd(command.OperationId, command.StepId, command.Attempt, answer.Outcome, answer.Took.TotalSeconds, answer.Reason);
        return answer;
    }

    private async Task<StepAnswer> Answer(
        StepCommand command, IServiceProvider scope, StepBoard board, CancellationToken deadline, CancellationToken stopping, CancellationToken ct)
    {
        var answer = Blank(command);
        try
        {
            return await Run(command, answer, scope, board, ct);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return Failed(answer, StepFailure.Passing($"the agent was stopped while the step was at: {board.Note.Text}", "nothing: the step is looked at again from its start"));
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            return Failed(answer, StepFailure.Passing($"not finished within {command.TimeLimit.TotalSeconds:0} s; it was at: {board.Note.Text}"));
        }
#pragma warning disable CA1031 // every exception must become an answer: an unanswered step keeps its operation waiting
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogException(command.OperationId, command.StepId, command.Attempt, mask.Apply(e.ToString()));
            return Failed(answer, failures.Of(e));
        }
    }

    private async Task<StepAnswer> Run(StepCommand command, StepAnswer answer, IServiceProvider scope, StepBoard board, CancellationToken ct)
    {
        if (command.Site != agent.Site || !_kinds.TryGetValue(command.Kind, out var kind))
            throw new UnknownStepException($"{command.Kind} for site {command.Site}", $"{agent.Name} of {agent.Site}");
        var step = kind.Bind(scope, command.Body);
        board.Report("looking");
        switch (await step.Check(ct))
        {
            case StepState.Done done:
                return answer with { Outcome = StepOutcome.AlreadyDone, Facts = Facts(done) };
            case StepState.Unsafe no:
                return Failed(answer, new(StepOutcome.Refused, mask.Apply(no.Reason), mask.Apply(no.Advice), false));
            case StepState.Needed needed when command.CheckOnly:
                return answer with { Outcome = StepOutcome.Needed, Reason = mask.Apply(needed.Why) };
        }

        board.Report("changing");
        await step.Apply(ct);
        board.Report("verifying");
        return await step.Verify(ct) switch
        {
            StepState.Done done => answer with { Outcome = StepOutcome.Done, Facts = Facts(done) },
            StepState.Needed missing => Failed(answer, StepFailure.Passing($"unverified change: {mask.Apply(missing.Why)}")),
            StepState.Unsafe no => Failed(answer, StepFailure.Passing($"unverified change: {mask.Apply(no.Reason)}", mask.Apply(no.Advice))),
            var other => throw new InvalidOperationException($"no such state: {other}"),
        };
    }

    private async Task Tell(StepBoard board, Func<StepNote, CancellationToken, Task> tell, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var changed = board.Changed; // taken before the note: a note that comes while this one is told is told next
                await tell(board.Note, ct);
                await Task.WhenAny(changed, Task.Delay(Pulse, time, ct));
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // the step has ended
        }
    }

    private static System.Text.Json.JsonElement? Facts(StepState.Done done) => done.Facts is { } facts ? Wire.ToJson(facts) : null;

    private static StepAnswer Failed(StepAnswer answer, StepFailure failure) =>
        answer with { Outcome = failure.Outcome, Reason = failure.Reason, Advice = failure.Advice, Retriable = failure.Retriable };

    private static StepAnswer Blank(StepCommand command) => new()
    {
        OperationId = command.OperationId,
        StepId = command.StepId,
        Attempt = command.Attempt,
        Site = command.Site,
        Outcome = StepOutcome.Failed,
        Took = TimeSpan.Zero,
    };

    [LoggerMessage(100, LogLevel.Information, "Operation {Operation} step {Step} attempt {Attempt}: {Outcome} after {Seconds:0.0} s; {Reason}")]
    private partial void LogEnd(Guid operation, string step, int attempt, StepOutcome outcome, double seconds, string? reason);

    [LoggerMessage(101, LogLevel.Warning, "Operation {Operation} step {Step} attempt {Attempt} threw: {Exception}")]
    private partial void LogException(Guid operation, string step, int attempt, string exception);
}
