using System.Collections.Concurrent;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
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
        var context = OperationContext.Read(input.Context);
        var spec = Read<ClusterSetSpec>(input.Spec) with { PrimaryNow = context.PrimarySite };
        var token = $"{input.OperationId}";
        return input.Kind switch
        {
            ProvisionPlan.Kind or OperationKinds.Plan or OperationKinds.Drift => ProvisionPlan.For(spec),
            OperationKinds.Doctor => DoctorPlan.For(spec),
            SwitchoverPlan.Kind => SwitchoverPlan.For(spec, Read<SwitchoverRequest>(input.Request), token),
            DrillPlan.Kind => DrillPlan.For(spec, Read<DrillRequest>(input.Request), input.OperationId),
            FailoverPlan.Kind => FailoverPlan.For(spec, Read<FailoverRequest>(input.Request), context.Silent, token),
            RejoinPlan.Kind => RejoinPlan.For(spec, Read<RejoinRequest>(input.Request), token),
            RemovePlan.Kind => RemovePlan.For(spec, Read<DepartureRequest>(input.Request)),
            DissolvePlan.Kind => DissolvePlan.For(spec, Read<DepartureRequest>(input.Request)),
            CleanPlan.Kind => CleanPlan.For(spec, Read<DepartureRequest>(input.Request)),
            DnsFollowPlan.Kind => DnsFollowPlan.For(spec),
            _ => throw new NotSupportedException($"there is no plan for operations of kind {input.Kind}"),
        };
    }

    private static T Read<T>(string? json) => Wire.FromJson<T>(JsonElement.Parse(json ?? "null"));
}
