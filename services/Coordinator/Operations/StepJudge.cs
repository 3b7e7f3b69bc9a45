using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Takes answers and silence, and says whether asking again is allowed.</summary>
public sealed class StepJudge(Conductor conductor, TimeProvider clock, IOptions<OperationOptions> options)
{
    private readonly OperationOptions _options = options.Value;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Whether the answer is to the newest attempt of a step that waits for one.</summary>
    public static bool IsCurrent(OperationState operation, StepAnswer answer) => operation.Has(answer.StepId, answer.Attempt, StepStates.Sent);

    /// <summary>Whether the step came to its end: done, or, where nothing is changed, any answer that asking again would not better.</summary>
    public bool Succeeded(OperationState operation, StepAnswer answer) =>
        answer.Outcome is StepOutcome.Done or StepOutcome.AlreadyDone || (operation.OnlyLooks && !MayRetry(operation, answer));

    /// <summary>Whether the step failed and asking again can help.</summary>
    public bool MayRetry(OperationState operation, StepAnswer answer) =>
        answer is { Outcome: StepOutcome.Failed, Retriable: true } && operation.Find(answer.StepId)!.Failures < MaxRetries(operation, answer);

    /// <summary>Whether the attempt is the newest one and has shown no sign of life for too long.</summary>
    public bool IsSilent(OperationState operation, StepOverdue overdue) =>
        operation.Has(overdue.StepId, overdue.Attempt, StepStates.Sent) && Now - operation.Find(overdue.StepId)!.LastSeenAt >= _options.SilenceLimit;

    /// <summary>Whether a silent step is asked for again: not too often in a row, and not longer than it may take.</summary>
    public bool MayAskAgain(OperationState operation, StepOverdue overdue)
    {
        var step = operation.Find(overdue.StepId)!;
        return !operation.OnlyLooks && step.Unanswered + 1 < _options.MaxUnanswered && Now - step.StartedAt < conductor.TimeLimitOf(operation, step) + (_options.SilenceLimit * _options.MaxUnanswered);
    }

    /// <summary>Notes a good answer.</summary>
    public void Record(OperationState operation, StepAnswer answer)
    {
        var step = Take(operation, answer);
        if (answer.Outcome == StepOutcome.Failed && Open(operation, step) is { } open)
            (step.Outcome, step.Reason, step.Advice) = (StepOutcomes.NotKnown, $"not known yet: depends on {open.Id} ({answer.Reason})", null);
        (step.State, step.EndedAt, step.Facts) = (StepStates.Done, Now, answer.Facts?.GetRawText() ?? step.Facts);
        operation.Tell(Now, $"Step{answer.Outcome}", $"{Words(step)} after {answer.Took.TotalSeconds:0.0} s", step.Stage, step.Id);
        conductor.TellStage(operation, step);
    }

    /// <summary>Notes a failure and asks for a wake-up when its pause is over.</summary>
    public void RetryLater(OperationState operation, StepAnswer answer)
    {
        var step = Take(operation, answer);
        var due = Now + _options.DelayAfter(++step.Failures);
        (step.State, step.LastSeenAt) = (StepStates.Waiting, due);
        operation.Send(new StepRetryDue(operation.CorrelationId, step.Id, step.Attempt), due, step.Id);
        operation.Tell(Now, "StepRetry", $"{answer.Reason}; asked again in {(due - Now).TotalSeconds:0} s", step.Stage, step.Id);
    }

    /// <summary>Notes a refusal or a failure for good.</summary>
    public void Fail(OperationState operation, StepAnswer answer) =>
        conductor.Fail(operation, Take(operation, answer), answer.Outcome.ToString(), answer.Reason ?? "no reason given", answer.Advice);

    /// <summary>Asks again for a silent step.</summary>
    public void AskAgain(OperationState operation, StepOverdue overdue)
    {
        var step = operation.Find(overdue.StepId)!;
        step.Unanswered++;
        operation.Tell(Now, "StepOverdue", $"{step.Agent} of site {step.Site} shows no sign of life; asked again", step.Stage, step.Id);
        conductor.Ask(operation, step);
    }

    /// <summary>Gives a silent step up.</summary>
    public void GiveUp(OperationState operation, StepOverdue overdue)
    {
        var step = operation.Find(overdue.StepId)!;
        conductor.Fail(
            operation,
            step,
            StepOutcomes.NotAnswered,
            $"{step.Agent} of site {step.Site} does not answer (last sign of life {step.LastSeenAt:yyyy-MM-dd HH:mm:ss} UTC)",
            $"look at the pod of {step.Agent} in the cluster of site {step.Site} and at its way to the message broker, then resume the operation");
    }

    /// <summary>Asks no more for the steps that wait for their next attempt; their last reason stands.</summary>
    public void DropWaiting(OperationState operation)
    {
        foreach (var step in operation.Steps.Where(step => step.State == StepStates.Waiting))
            conductor.Fail(operation, step, nameof(StepOutcome.Failed), step.Reason ?? "no reason given", step.Advice);
    }

    private StepRow Take(OperationState operation, StepAnswer answer)
    {
        var step = operation.Find(answer.StepId)!;
        operation.Inbox.Add(new InboxRow { StepId = step.Id, Attempt = answer.Attempt, Outcome = answer.Outcome.ToString(), TakenAt = Now, Took = answer.Took });
        (step.Outcome, step.Reason, step.Advice) = (answer.Outcome.ToString(), answer.Reason, answer.Advice);
        (step.Unanswered, step.LastSeenAt, step.Progress, step.Percent) = (0, Now, null, null);
        return step;
    }

    // A look is not repeated for what an earlier step has yet to make, and otherwise once: somebody waits for the answer, or the next look comes by itself.
    private int MaxRetries(OperationState operation, StepAnswer answer) =>
        !operation.OnlyLooks ? _options.MaxRetries : Open(operation, operation.Find(answer.StepId)!) is null ? 1 : 0;

    private StepRow? Open(OperationState operation, StepRow step) =>
        operation.OnlyLooks ? LookRules.Open(operation, conductor.Before(operation, step)) : null;

    private static string Words(StepRow step) => step.Outcome switch
    {
        nameof(StepOutcome.AlreadyDone) => "already done",
        nameof(StepOutcome.Done) => "done",
        var other => $"{other}: {step.Reason},",
    };
}
