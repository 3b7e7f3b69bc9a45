namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>A stage of an operation.</summary>
public sealed record StageView
{
    /// <summary>Its name in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>The names of the stages that must be done before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary><c>Waiting</c>, <c>Running</c>, <c>Done</c> or <c>Failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When its first step was sent, UTC, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its last step was answered, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its steps.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }
}
