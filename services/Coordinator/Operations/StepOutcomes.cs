namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Results of a step that no agent tells; those that agents tell are <see cref="Contracts.Messages.StepOutcome"/>. Stored and shown as words.</summary>
public static class StepOutcomes
{
    /// <summary>The agent gave no sign of life.</summary>
    public const string NotAnswered = "NotAnswered";

    /// <summary>Only where nothing is changed: it depends on what an earlier step has yet to make.</summary>
    public const string NotKnown = "NotKnown";
}
