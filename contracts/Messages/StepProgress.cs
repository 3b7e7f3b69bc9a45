namespace ClusterSetSuite.Contracts.Messages;

/// <summary>A sign of life of a running step, at least every <see cref="Interval"/>: the Coordinator asks again when they stop.</summary>
public sealed record StepProgress
{
    /// <summary>The longest silence of a step that is still running.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The operation of the command.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The step of the command.</summary>
    public required string StepId { get; init; }

    /// <summary>The attempt that is running.</summary>
    public required int Attempt { get; init; }

    /// <summary>The site that works on it.</summary>
    public required string Site { get; init; }

    /// <summary>What the step is doing or waiting for, for people; never secret.</summary>
    public required string Text { get; init; }

    /// <summary>0 to 100 where the tool tells it (clone), else null.</summary>
    public int? Percent { get; init; }
}
