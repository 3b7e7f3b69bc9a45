namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>One step of one operation: how far it is and what it told.</summary>
public sealed class StepRow
{
    /// <summary>The operation.</summary>
    public Guid OperationId { get; init; }

    /// <summary>The step's id in the plan.</summary>
    public required string Id { get; init; }

    /// <summary>The stage's name in the plan.</summary>
    public required string Stage { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>One of <see cref="Operations.StepStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>The newest attempt; answers to older ones are not taken.</summary>
    public int Attempt { get; set; }

    /// <summary>Retriable failures since it was started or resumed.</summary>
    public int Failures { get; set; }

    /// <summary>Attempts in a row without any sign of life.</summary>
    public int Unanswered { get; set; }

    /// <summary>The last answer's outcome in words, or null before the first.</summary>
    public string? Outcome { get; set; }

    /// <summary>The last answer's reason.</summary>
    public string? Reason { get; set; }

    /// <summary>The last answer's advice.</summary>
    public string? Advice { get; set; }

    /// <summary>What the agent said it is doing, last.</summary>
    public string? Progress { get; set; }

    /// <summary>0 to 100 where the agent knows it.</summary>
    public int? Percent { get; set; }

    /// <summary>What the step told, as JSON; secret parts are sealed to an agent.</summary>
    public string? Facts { get; set; }

    /// <summary>When it was first asked for since it was started or resumed, UTC.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The last sign of life: sent, progress or answer, UTC; for a waiting step, when it is asked again.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When it was answered for good, UTC.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
