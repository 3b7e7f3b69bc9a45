using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>From the kind of an operation and its spec to its plan.</summary>
public interface IPlans
{
    /// <summary>The plan; the same for the same input, always.</summary>
    /// <param name="kind">For example <c>provision</c>.</param>
    /// <param name="spec">The spec as JSON.</param>
    Plan For(string kind, string spec);
}
