using System.Text.Json;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>What an agent did with a <see cref="StepCommand"/>; published once for each attempt.</summary>
public sealed record StepAnswer
{
    /// <summary>The operation of the command.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The step of the command.</summary>
    public required string StepId { get; init; }

    /// <summary>The attempt of the command: answers are taken once by operation, step and attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>The site that answers.</summary>
    public required string Site { get; init; }

    /// <summary>Which of the possible ends the step came to.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>For <see cref="StepOutcome.Needed"/>, <see cref="StepOutcome.Refused"/> and <see cref="StepOutcome.Failed"/>: what was seen, in the tool's own words where it has some.</summary>
    public string? Reason { get; init; }

    /// <summary>For a refusal or a failure: what a person can do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>For a failure: whether asking again can help without anybody doing anything.</summary>
    public bool Retriable { get; init; }

    /// <summary>For a done step: the facts record that the step's command names (see <see cref="Steps.IStepCommand{TFacts}"/>) as JSON, or null.</summary>
    public JsonElement? Facts { get; init; }

    /// <summary>Time from taking the command up to this answer.</summary>
    public required TimeSpan Took { get; init; }
}
