using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The questions that the state machine asks about an event.</summary>
internal static class OperationConditions
{
    /// <summary>Not the newest attempt, or taken before.</summary>
    public static bool IsLate(BehaviorContext<OperationState, StepAnswer> x) => !StepJudge.IsCurrent(x.Saga, x.Message);

    /// <summary>The step is done.</summary>
    public static bool IsGood(BehaviorContext<OperationState, StepAnswer> x) => !IsLate(x) && x.Judge().Succeeded(x.Saga, x.Message);

    /// <summary>The step is not done.</summary>
    public static bool IsNotGood(BehaviorContext<OperationState, StepAnswer> x) => !IsLate(x) && !x.Judge().Succeeded(x.Saga, x.Message);

    /// <summary>The step failed and asking again can help.</summary>
    public static bool MayRetry(BehaviorContext<OperationState, StepAnswer> x) => IsNotGood(x) && x.Judge().MayRetry(x.Saga, x.Message);

    /// <summary>The step was refused, or failed for good.</summary>
    public static bool IsBad(BehaviorContext<OperationState, StepAnswer> x) => IsNotGood(x) && !MayRetry(x);

    /// <summary>The newest attempt shows no sign of life.</summary>
    public static bool IsSilent(BehaviorContext<OperationState, StepOverdue> x) => x.Judge().IsSilent(x.Saga, x.Message);

    /// <summary>It answered or gave a sign of life in the meantime.</summary>
    public static bool IsAlive(BehaviorContext<OperationState, StepOverdue> x) => !IsSilent(x);

    /// <summary>Silent, and another attempt is allowed.</summary>
    public static bool MayAskAgain(BehaviorContext<OperationState, StepOverdue> x) => IsSilent(x) && x.Judge().MayAskAgain(x.Saga, x.Message);

    /// <summary>Silent for the last time, which ends the operation.</summary>
    public static bool IsGivenUp(BehaviorContext<OperationState, StepOverdue> x) => IsSilent(x) && !MayAskAgain(x) && !x.Saga.OnlyLooks;

    /// <summary>Silent where nothing is changed: that is the result of this look.</summary>
    public static bool IsMissed(BehaviorContext<OperationState, StepOverdue> x) => IsSilent(x) && x.Saga.OnlyLooks;

    /// <summary>The step waits for its next attempt.</summary>
    public static bool IsWaiting(BehaviorContext<OperationState, StepRetryDue> x) => x.Saga.Has(x.Message.StepId, x.Message.Attempt, StepStates.Waiting);

    /// <summary>It was asked again already.</summary>
    public static bool IsNotWaiting(BehaviorContext<OperationState, StepRetryDue> x) => !IsWaiting(x);

    /// <summary>Somebody asked for it since the operation ended.</summary>
    public static bool IsWanted(BehaviorContext<OperationState, ResumeOperation> x) => x.Saga.ActiveSet is not null;

    /// <summary>Delivered again after the operation went on and ended once more.</summary>
    public static bool IsNotWanted(BehaviorContext<OperationState, ResumeOperation> x) => !IsWanted(x);

    /// <summary>The plan's side of the operation.</summary>
    public static Conductor Conductor(this BehaviorContext<OperationState> x) => x.GetPayload<IServiceProvider>().GetRequiredService<Conductor>();

    /// <summary>The answers' side of the operation.</summary>
    public static StepJudge Judge(this BehaviorContext<OperationState> x) => x.GetPayload<IServiceProvider>().GetRequiredService<StepJudge>();
}
