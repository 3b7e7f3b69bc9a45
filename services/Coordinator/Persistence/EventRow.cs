namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>One line of the audit: what happened, when. Nothing in it is secret.</summary>
public sealed class EventRow
{
    /// <summary>Counts up.</summary>
    public long Id { get; init; }

    /// <summary>The operation.</summary>
    public Guid OperationId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What, in one word, for example <c>StepDone</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The stage concerned, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>The step concerned, or null.</summary>
    public string? StepId { get; init; }

    /// <summary>For people.</summary>
    public required string Text { get; init; }
}
