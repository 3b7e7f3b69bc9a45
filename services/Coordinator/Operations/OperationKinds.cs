using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The kinds of operations that only look. The kinds that change something are named by their plans.</summary>
public static class OperationKinds
{
    /// <summary>Every step of a provisioning with what its Check sees.</summary>
    public const string Plan = "plan";

    /// <summary>Every finding of the preflight, of each site and each pair.</summary>
    public const string Doctor = "doctor";

    /// <summary>A plan that nobody asked for: what has changed since the spec was applied.</summary>
    public const string Drift = "drift";

    /// <summary>Whether an operation moves or ends the primary by other means than the detector's: while one is under way, nothing is enforced.</summary>
    public static bool MovesThePrimary(string kind) => Moves.Kinds.Contains(kind) || kind is RemovePlan.Kind or DissolvePlan.Kind;

    /// <summary>Whether it begins only when the detector has come to rest. A failover does not wait: it is asked for when much is lost, perhaps the detector too.</summary>
    public static bool WaitsForRest(string kind) => MovesThePrimary(kind) && kind != FailoverPlan.Kind;

    /// <summary>Whether agents are asked for their Check alone; such an operation changes nothing, so it may run beside others and is never resumed.</summary>
    public static bool OnlyLooks(string kind) => kind is Plan or Doctor or Drift;
}
