using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Persistence;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What an operation that only looks concludes from the answers before.</summary>
internal static class LookRules
{
    /// <summary>A step of earlier stages whose change is still to be made, so that what follows from it can not be seen yet; null where all is made.</summary>
    public static StepRow? Open(OperationState operation, IReadOnlySet<string> stages) =>
        operation.Steps.Find(step => stages.Contains(step.Stage) && (step.Outcome is nameof(StepOutcome.Needed) or StepOutcomes.NotKnown));

    /// <summary>Whether the step's agent has left another step unanswered: it is not waited for at every stage again.</summary>
    public static bool IsSilent(OperationState operation, StepRow step) =>
        operation.Steps.Exists(other => (other.Site, other.Agent) == (step.Site, step.Agent) && other.Outcome == StepOutcomes.NotAnswered);
}
