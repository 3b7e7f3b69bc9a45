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
        var spec = Read<ClusterSetSpec>(input.Spec) with { PrimaryNow = input.PrimarySite };
        return input.Kind switch
        {
            ProvisionPlan.Kind => ProvisionPlan.For(spec),
            SwitchoverPlan.Kind => SwitchoverPlan.For(spec, Read<SwitchoverRequest>(input.Request), $"{input.OperationId}"),
            _ => throw new NotSupportedException($"there is no plan for operations of kind {input.Kind}"),
        };
    }

    private static T Read<T>(string? json) => Wire.FromJson<T>(JsonElement.Parse(json ?? "null"));
}
