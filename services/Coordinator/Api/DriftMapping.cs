using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>From a look for drift to what the API shows of it.</summary>
internal static class DriftMapping
{
    // What is not known yet follows from another step's drift, which is told.
    private static readonly HashSet<string?> Shown = [nameof(StepOutcome.Needed), nameof(StepOutcome.Refused), nameof(StepOutcome.Failed), StepOutcomes.NotAnswered];

    public static DriftView Of(OperationState look) =>
        new(look.EndedAt ?? look.RequestedAt, look.CorrelationId, [.. look.Steps.Where(step => Shown.Contains(step.Outcome)).Select(Of)]);

    private static DriftStepView Of(StepRow step) => new(step.Id, step.Site, step.Outcome!, step.Reason ?? "", step.Advice);
}
