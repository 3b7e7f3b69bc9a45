using System.Collections.Concurrent;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The plans of the suite, worked out once for each operation that is looked at.</summary>
public sealed class SpecPlans : IPlans
{
    private const int Kept = 200;
    private readonly ConcurrentDictionary<PlanInput, Plan> _plans = new();

    /// <inheritdoc/>
    public Plan For(PlanInput input)
    {
        if (_plans.Count > Kept)
            _plans.Clear();
        return _plans.GetOrAdd(input, Work);
    }

    private static Plan Work(PlanInput input)
    {
        var spec = input.ReadSpec();
        var token = $"{input.OperationId}";
        return input.Kind switch
        {
            ProvisionPlan.Kind or OperationKinds.Plan or OperationKinds.Drift => ProvisionPlan.For(spec),
            OperationKinds.Doctor => DoctorPlan.For(spec),
            SwitchoverPlan.Kind => SwitchoverPlan.For(spec, input.ReadRequest<SwitchoverRequest>(), token),
            DrillPlan.Kind => DrillPlan.For(spec, input.ReadRequest<DrillRequest>(), input.OperationId),
            IsolationPlan.Kind => IsolationPlan.For(spec, input.ReadRequest<DrillRequest>(), token),
            FailoverPlan.Kind => FailoverPlan.For(spec, input.ReadRequest<FailoverRequest>(), OperationContext.Read(input.Context).Silent, token),
            RejoinPlan.Kind => RejoinPlan.For(spec, input.ReadRequest<RejoinRequest>(), token),
            RemovePlan.Kind => RemovePlan.For(spec, input.ReadRequest<DepartureRequest>()),
            DissolvePlan.Kind => DissolvePlan.For(spec, input.ReadRequest<DepartureRequest>()),
            CleanPlan.Kind => CleanPlan.For(spec, input.ReadRequest<DepartureRequest>()),
            DnsFollowPlan.Kind => DnsFollowPlan.For(spec),
            _ => throw new NotSupportedException($"there is no plan for operations of kind {input.Kind}"),
        };
    }
}
