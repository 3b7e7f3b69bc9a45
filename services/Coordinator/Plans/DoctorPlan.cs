using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Operations;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The preflight alone: what stands in the way of a spec, on each site and for each pair.</summary>
public static class DoctorPlan
{
    /// <summary>The plan for a spec.</summary>
    public static Plan For(ClusterSetSpec spec)
    {
        var plan = new PlanBuilder(spec);
        plan.Look();
        return plan.Build(OperationKinds.Doctor);
    }
}
