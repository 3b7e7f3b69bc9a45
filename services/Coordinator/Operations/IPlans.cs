using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>From what is stored of an operation to its plan.</summary>
public interface IPlans
{
    /// <summary>The plan; the same for the same input, always.</summary>
    Plan For(PlanInput input);
}
