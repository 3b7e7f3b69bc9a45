using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Everything that an operation's answers say: what the facts say, and, where nothing was changed, every step that could not be looked at or must not be made.</summary>
internal static class FindingMapping
{
    public static IReadOnlyList<FindingView> Of(OperationState operation, Plan plan) =>
    [
        .. plan.Findings(operation.Facts())
            .Concat(operation.OnlyLooks ? operation.Steps.Where(IsTrouble).Select(OfStep) : [])
            .OrderByDescending(finding => finding.Severity)
            .Select(finding => new FindingView(finding.Severity, finding.Site, finding.Reason, finding.Meaning, finding.Advice)),
    ];

    private static bool IsTrouble(StepRow step) =>
        step.Outcome is nameof(StepOutcome.Refused) or nameof(StepOutcome.Failed) or StepOutcomes.NotAnswered && step.State == StepStates.Done;

    private static Finding OfStep(StepRow step) => new(step.Site, $"{step.Id}: {step.Reason}", step.Advice ?? "")
    {
        Severity = Severity.Error,
        Meaning = step.Outcome == nameof(StepOutcome.Refused) ? "the step would be refused" : "it can not be told whether the step is to be made",
    };
}
