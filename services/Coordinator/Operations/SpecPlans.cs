using System.Collections.Concurrent;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The plans of the suite, worked out from the spec once a spec.</summary>
public sealed class SpecPlans : IPlans
{
    private readonly ConcurrentDictionary<(string Kind, string Spec), Plan> _plans = new();

    /// <inheritdoc/>
    public Plan For(string kind, string spec) => _plans.GetOrAdd((kind, spec), key => key.Kind switch
    {
        ProvisionPlan.Kind => ProvisionPlan.For(Wire.FromJson<ClusterSetSpec>(JsonElement.Parse(key.Spec))),
        _ => throw new NotSupportedException($"there is no plan for operations of kind {key.Kind}"),
    });
}
