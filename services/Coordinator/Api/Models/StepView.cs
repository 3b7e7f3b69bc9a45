namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>A step of an operation.</summary>
public sealed record StepView
{
    /// <summary>Its id in the plan.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>The site whose agent does it.</summary>
    public required string Site { get; init; }

    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary><c>Waiting</c>, <c>Sent</c>, <c>Running</c>, <c>Done</c>, <c>AlreadyDone</c>, <c>Refused</c> or <c>Failed</c>; where nothing is changed also <c>Needed</c>, <c>NotKnown</c> or <c>NotAnswered</c>.</summary>
    public required string State { get; init; }

    /// <summary>How often it was asked.</summary>
    public required int Attempt { get; init; }

    /// <summary>What the agent last said it does or waits for, or null.</summary>
    public string? Progress { get; init; }

    /// <summary>0 to 100 where it is known.</summary>
    public int? Percent { get; init; }

    /// <summary>For a refusal or failure: what was seen.</summary>
    public string? Reason { get; init; }

    /// <summary>For a refusal or failure: what a person can do.</summary>
    public string? Advice { get; init; }

    /// <summary>When it was first sent, UTC, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was answered, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the agent's work took, all answered attempts together; null before its first answer.</summary>
    public TimeSpan? Took { get; init; }
}
