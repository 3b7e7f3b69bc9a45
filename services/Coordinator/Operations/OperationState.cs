using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>One operation: what the state machine knows of it, with the rows that commit together with it.</summary>
public sealed class OperationState : SagaStateMachineInstance
{
    /// <summary>The caller's id.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>What is waited for; one of <see cref="OperationStates"/>.</summary>
    public string CurrentState { get; set; } = OperationStates.Initial;

    /// <summary>The kind of operation, for example <c>provision</c>; the plan follows from it, the spec and the request.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether nothing is changed: every answer of an agent is a result, and none fails the operation.</summary>
    public bool OnlyLooks => OperationKinds.OnlyLooks(Kind);

    /// <summary>The ClusterSet's name.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The spec as JSON, as it was asked for.</summary>
    public required string Spec { get; init; }

    /// <summary>What the caller asked for beyond the spec, as JSON; null for kinds without parameters.</summary>
    public string? Request { get; init; }

    /// <summary>What was known of the set when the operation was asked for, as JSON; see <see cref="OperationContext"/>.</summary>
    public string? Context { get; init; }

    /// <summary>The ClusterSet's name while the operation runs and may change something, else null: unique, so that one set has one running operation.</summary>
    public string? ActiveSet { get; set; }

    /// <summary>Counts the commits; a commit on an older count fails and is tried again.</summary>
    public int Version { get; set; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its first stage started, UTC.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>For a failure: the first reason.</summary>
    public string? Reason { get; set; }

    /// <summary>For a failure: what a person can do about it.</summary>
    public string? Advice { get; set; }

    /// <summary>The stage that findings forbid to start, or null.</summary>
    public string? BlockedStage { get; set; }

    /// <summary>Every step that was ever asked for.</summary>
    public List<StepRow> Steps { get; } = [];

    /// <summary>Messages that leave when the state is committed; never loaded with the operation.</summary>
    public List<OutboxRow> Outbox { get; } = [];

    /// <summary>The audit's new lines; never loaded with the operation.</summary>
    public List<EventRow> Events { get; } = [];

    /// <summary>The answers newly taken; never loaded with the operation.</summary>
    public List<InboxRow> Inbox { get; } = [];
}
