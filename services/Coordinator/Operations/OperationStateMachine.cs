using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using static ClusterSetSuite.Coordinator.Operations.OperationConditions;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Every operation, whatever its plan does: stages, answers, retries, silence, cancel and resume.</summary>
public sealed class OperationStateMachine : MassTransitStateMachine<OperationState>
{
    /// <summary>The whole life of an operation.</summary>
    public OperationStateMachine()
    {
        InstanceState(operation => operation.CurrentState);
        Event(() => Requested, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));
        Event(() => Answered, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));
        Event(() => Overdue, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));
        Event(() => RetryDue, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));
        Event(() => ResumeRequested, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));
        Event(() => CancelRequested, e => e.CorrelateById(m => m.Message.OperationId).OnMissingInstance(m => m.Discard()));

        Initially(
            When(Requested).Begin().StartStages().TransitionTo(Running).EndOrStop(this),
            When(CancelRequested).End(Cancelled));
        During(
            Running,
            When(Answered, IsGood).Record().StartStages().EndOrStop(this),
            When(Answered, MayRetry).RetryLater(),
            When(Answered, IsBad).Fail().EndOrStop(this),
            When(RetryDue, IsWaiting).AskAgain().EndOrStop(this),
            When(Overdue, MayAskAgain).AskAgain().EndOrStop(this),
            When(Overdue, IsGivenUp).GiveUp().EndOrStop(this),
            When(Overdue, IsMissed).GiveUp().StartStages().EndOrStop(this),
            When(CancelRequested).DropWaiting().TransitionTo(Cancelling).EndWhenQuiet(Cancelled));
        During(
            Stopping,
            When(Answered, IsGood).Record().EndWhenQuiet(Failed),
            When(Answered, IsNotGood).Fail().EndWhenQuiet(Failed),
            When(Overdue, IsSilent).GiveUp().EndWhenQuiet(Failed),
            When(CancelRequested).TransitionTo(Cancelling));
        During(
            Cancelling,
            When(Answered, IsGood).Record().EndWhenQuiet(Cancelled),
            When(Answered, IsNotGood).Fail().EndWhenQuiet(Cancelled),
            When(Overdue, IsSilent).GiveUp().EndWhenQuiet(Cancelled));
        During(
            Failed,
            When(ResumeRequested, IsWanted).Begin().TransitionTo(Running).AskForUndone().StartStages().EndOrStop(this));
        During(
            Cancelled,
            When(ResumeRequested, IsWanted).Begin().TransitionTo(Running).AskForUndone().StartStages().EndOrStop(this));

        During([Running, Stopping, Cancelling, Completed, Failed, Cancelled], Ignore(Requested));
        During([Initial, Running, Stopping, Cancelling, Completed], Ignore(ResumeRequested));
        During([Failed, Cancelled], Ignore(ResumeRequested, IsNotWanted));
        During([Cancelling, Completed, Failed, Cancelled], Ignore(CancelRequested));
        During([Initial, Completed, Failed, Cancelled], Ignore(Answered), Ignore(Overdue));
        During([Initial, Stopping, Cancelling, Completed, Failed, Cancelled], Ignore(RetryDue));
        During([Running, Stopping, Cancelling], Ignore(Answered, IsLate), Ignore(Overdue, IsAlive));
        During(Running, Ignore(RetryDue, IsNotWaiting));
    }

    /// <summary>Stages start as soon as they may.</summary>
    public State Running { get; private set; } = null!;

    /// <summary>Something failed; the steps still running are waited for.</summary>
    public State Stopping { get; private set; } = null!;

    /// <summary>Cancelled by a person; the steps still running are waited for.</summary>
    public State Cancelling { get; private set; } = null!;

    /// <summary>Every step is done.</summary>
    public State Completed { get; private set; } = null!;

    /// <summary>Nothing runs; can be resumed.</summary>
    public State Failed { get; private set; } = null!;

    /// <summary>Nothing runs; can be resumed.</summary>
    public State Cancelled { get; private set; } = null!;

    /// <summary>The operation's row exists: begin.</summary>
    public Event<RunOperation> Requested { get; private set; } = null!;

    /// <summary>An agent answered.</summary>
    public Event<StepAnswer> Answered { get; private set; } = null!;

    /// <summary>A step shows no sign of life.</summary>
    public Event<StepOverdue> Overdue { get; private set; } = null!;

    /// <summary>The pause before a retry is over.</summary>
    public Event<StepRetryDue> RetryDue { get; private set; } = null!;

    /// <summary>A person put right what was wrong.</summary>
    public Event<ResumeOperation> ResumeRequested { get; private set; } = null!;

    /// <summary>A person does not want it any more.</summary>
    public Event<CancelOperation> CancelRequested { get; private set; } = null!;
}
