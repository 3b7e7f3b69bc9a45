namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>An answer that was taken; its key makes a second one impossible.</summary>
public sealed class InboxRow
{
    /// <summary>The operation.</summary>
    public Guid OperationId { get; init; }

    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>The attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>What the answer was, in one word.</summary>
    public required string Outcome { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How long the agent worked.</summary>
    public required TimeSpan Took { get; init; }
}
