using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>From a drill's operation to its report.</summary>
internal static class DrillMapping
{
    /// <summary>The report.</summary>
    /// <param name="operation">With its steps.</param>
    /// <param name="promotions">The detector's reports of the set.</param>
    public static DrillView Of(OperationState operation, IEnumerable<PromotionView> promotions)
    {
        var (input, facts) = (operation.Input(), operation.Facts());
        var request = input.ReadRequest<DrillRequest>();
        var (there, back) = DrillPlan.Legs(input.ReadSpec(), request, operation.CorrelationId);
        var (outward, homeward) = (SwitchoverPlan.Measured(facts, there), SwitchoverPlan.Measured(facts, back));
        return new()
        {
            Operation = operation.CorrelationId,
            StartedAt = operation.RequestedAt,
            EndedAt = operation.EndedAt,
            State = operation.CurrentState,
            Scheduled = request.DueAt is not null,
            Isolated = request.Isolate,
            Promotion = request.Isolate ? promotions.FirstOrDefault(report => report.At >= operation.RequestedAt && !(report.At > operation.EndedAt) && report.From == there.From.Name) : null,
            From = there.From.Name,
            To = there.To.Name,
            PauseThere = outward?.Pause.TotalSeconds,
            PauseBack = homeward?.Pause.TotalSeconds,
            Acknowledged = (outward?.Acknowledged.Count ?? 0) + (homeward?.Acknowledged.Count ?? 0),
            Reason = operation.Reason,
        };
    }
}
