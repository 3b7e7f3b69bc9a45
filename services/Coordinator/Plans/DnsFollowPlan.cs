using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The DNS part of a provisioning alone: the forwarders follow nodes that come and go.</summary>
public static class DnsFollowPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "dns-follow";

    /// <summary>The plan.</summary>
    public static Plan For(ClusterSetSpec spec)
    {
        var plan = new PlanBuilder(spec);
        plan.Dns(alone: true);
        return plan.Build(Kind);
    }
}
