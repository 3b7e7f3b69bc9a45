using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The verbs of the state machine's table.</summary>
internal static class OperationVerbs
{
    /// <summary>Notes that the operation runs (again).</summary>
    public static EventActivityBinder<OperationState, T> Begin<T>(this EventActivityBinder<OperationState, T> when)
        where T : class => when.Then(x => x.Conductor().Begin(x.Saga));

    /// <summary>Starts every stage that may start.</summary>
    public static EventActivityBinder<OperationState, T> StartStages<T>(this EventActivityBinder<OperationState, T> when)
        where T : class => when.Then(x => x.Conductor().StartStages(x.Saga));

    /// <summary>Asks again for what failed.</summary>
    public static EventActivityBinder<OperationState, T> AskForUndone<T>(this EventActivityBinder<OperationState, T> when)
        where T : class => when.Then(x => x.Conductor().AskForUndone(x.Saga));

    /// <summary>Takes a good answer.</summary>
    public static EventActivityBinder<OperationState, StepAnswer> Record(this EventActivityBinder<OperationState, StepAnswer> when) =>
        when.Then(x => x.Judge().Record(x.Saga, x.Message));

    /// <summary>Takes a failure that another attempt can mend.</summary>
    public static EventActivityBinder<OperationState, StepAnswer> RetryLater(this EventActivityBinder<OperationState, StepAnswer> when) =>
        when.Then(x => x.Judge().RetryLater(x.Saga, x.Message));

    /// <summary>Takes a refusal or a failure for good.</summary>
    public static EventActivityBinder<OperationState, StepAnswer> Fail(this EventActivityBinder<OperationState, StepAnswer> when) =>
        when.Then(x => x.Judge().Fail(x.Saga, x.Message));

    /// <summary>Asks again after the pause.</summary>
    public static EventActivityBinder<OperationState, StepRetryDue> AskAgain(this EventActivityBinder<OperationState, StepRetryDue> when) =>
        when.Then(x => x.Conductor().Ask(x.Saga, x.Saga.Find(x.Message.StepId)!));

    /// <summary>Asks again after silence.</summary>
    public static EventActivityBinder<OperationState, StepOverdue> AskAgain(this EventActivityBinder<OperationState, StepOverdue> when) =>
        when.Then(x => x.Judge().AskAgain(x.Saga, x.Message));

    /// <summary>Gives a silent step up.</summary>
    public static EventActivityBinder<OperationState, StepOverdue> GiveUp(this EventActivityBinder<OperationState, StepOverdue> when) =>
        when.Then(x => x.Judge().GiveUp(x.Saga, x.Message));

    /// <summary>Asks no more for steps that wait for their next attempt.</summary>
    public static EventActivityBinder<OperationState, T> DropWaiting<T>(this EventActivityBinder<OperationState, T> when)
        where T : class => when.Then(x => x.Judge().DropWaiting(x.Saga));

    /// <summary>Completes the operation, or stops it when it can not go on without a person, or lets it run.</summary>
    public static EventActivityBinder<OperationState, T> EndOrStop<T>(this EventActivityBinder<OperationState, T> when, OperationStateMachine machine)
        where T : class => when.IfElse(
        x => x.Conductor().IsComplete(x.Saga),
        complete => complete.End(machine.Completed),
        open => open.If(x => x.Saga.IsBroken(), stop => stop.DropWaiting().TransitionTo(machine.Stopping).EndWhenQuiet(machine.Failed)));

    /// <summary>Ends the operation once no agent works for it any more.</summary>
    public static EventActivityBinder<OperationState, T> EndWhenQuiet<T>(this EventActivityBinder<OperationState, T> when, State end)
        where T : class => when.If(x => x.Saga.IsQuiet(), quiet => quiet.End(end));

    /// <summary>Ends the operation and tells everybody.</summary>
    public static EventActivityBinder<OperationState, T> End<T>(this EventActivityBinder<OperationState, T> when, State end)
        where T : class => when.TransitionTo(end).Then(x => x.Conductor().End(x.Saga, end.Name));
}
