namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>A command needs what a step has not told: a fault of the plan, or, where nothing is changed, what can not be known yet.</summary>
/// <param name="stepId">The step.</param>
/// <param name="facts">The kind of facts that it should tell.</param>
public sealed class FactsMissingException(string stepId, string facts) : InvalidOperationException($"step {stepId} has told no {facts} yet")
{
    /// <summary>The step that has not told them.</summary>
    public string StepId { get; } = stepId;
}
