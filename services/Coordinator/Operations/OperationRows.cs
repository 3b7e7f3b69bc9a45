using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What the rows of an operation say, and the rows that it adds.</summary>
internal static class OperationRows
{
    /// <summary>What the plan follows from.</summary>
    public static PlanInput Input(this OperationState operation) =>
        new(operation.CorrelationId, operation.Kind, operation.Spec) { Request = operation.Request, Context = operation.Context };

    /// <summary>The step's row, or null for a step that was never asked for.</summary>
    public static StepRow? Find(this OperationState operation, string stepId) => operation.Steps.Find(step => step.Id == stepId);

    /// <summary>Whether a step with this id is in this state at this attempt.</summary>
    public static bool Has(this OperationState operation, string stepId, int attempt, string state) =>
        operation.Find(stepId) is { } step && step.Attempt == attempt && step.State == state;

    /// <summary>Whether no agent works on a step of the operation.</summary>
    public static bool IsQuiet(this OperationState operation) => operation.Steps.TrueForAll(step => step.State is StepStates.Done or StepStates.Failed);

    /// <summary>Whether the operation can not come to its end without a person.</summary>
    public static bool IsBroken(this OperationState operation) =>
        operation.BlockedStage is not null || operation.Steps.Exists(step => step.State == StepStates.Failed);

    /// <summary>Whether the plan's step is done.</summary>
    public static bool IsDone(this OperationState operation, PlannedStep planned) => operation.Find(planned.Id)?.State == StepStates.Done;

    /// <summary>The facts told so far.</summary>
    public static PlanFacts Facts(this OperationState operation) => new(
        operation.Steps.Where(step => step.Facts is not null).ToDictionary(step => step.Id, step => JsonElement.Parse(step.Facts!)),
        operation.Steps.Where(step => step.EndedAt is not null).ToDictionary(step => step.Id, step => step.EndedAt!.Value));

    /// <summary>Adds a line to the audit.</summary>
    public static void Tell(this OperationState operation, DateTimeOffset now, string kind, string text, string? stage = null, string? stepId = null) =>
        operation.Events.Add(new EventRow { At = now, Kind = kind, Text = text, Stage = stage, StepId = stepId });

    /// <summary>Keeps the first reason: the later ones mostly follow from it.</summary>
    public static void Blame(this OperationState operation, string reason, string? advice)
    {
        if (operation.Reason is not null)
            return;
        (operation.Reason, operation.Advice) = (reason, advice);
    }

    /// <summary>A message to the Coordinator itself, delivered after the commit and not before its time.</summary>
    public static void Send(this OperationState operation, object message, DateTimeOffset due, string? stepId = null) => operation.Outbox.Add(new OutboxRow
    {
        StepId = stepId,
        Queue = QueueNames.Coordinator,
        Type = message.GetType().Name,
        Body = Wire.ToJson(message).GetRawText(),
        DueAt = due,
    });

    /// <summary>A command, delivered after the commit, and dropped by the broker when it would be asked again anyway.</summary>
    public static void Send(this OperationState operation, string agent, StepCommand command, DateTimeOffset due, TimeSpan timeToLive) => operation.Outbox.Add(new OutboxRow
    {
        Queue = QueueNames.For(agent, command.Site),
        Type = nameof(StepCommand),
        Body = Wire.ToJson(command).GetRawText(),
        DueAt = due,
        TimeToLive = timeToLive,
        StepId = command.StepId,
        Attempt = command.Attempt,
    });

    /// <summary>A message to everybody, delivered after the commit.</summary>
    public static void Publish(this OperationState operation, object message, DateTimeOffset due) => operation.Outbox.Add(new OutboxRow
    {
        Type = message.GetType().Name,
        Body = Wire.ToJson(message).GetRawText(),
        DueAt = due,
    });
}
