using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The stages that prove, after the primary has moved, that it has: one writable cluster, routers that follow, a row that is read everywhere.</summary>
internal static class ProofStages
{
    /// <summary>The stage that comes last where the whole set must be well.</summary>
    public const string Last = "healthy";

    /// <summary>Adds them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="leg">The move that is proven.</param>
    /// <param name="sites">The sites that take part.</param>
    /// <param name="after">The stage that they come after, or null for none.</param>
    /// <param name="whole">Whether the set must be HEALTHY with all its clusters: not so after a failover.</param>
    public static void Proof(this PlanBuilder plan, Leg leg, IReadOnlyList<SiteSpec> sites, string? after, bool whole = true)
    {
        var (spec, target, others) = (plan.Spec, leg.To, sites.Where(site => site != leg.To).ToList());
        var (writable, routers, write, read) = (leg.Stage("one-writable"), leg.Stage("routers"), leg.Stage("write"), leg.Stage("read"));
        plan.Stage(writable, "Exactly one cluster is writable", after: after is null ? [] : [after])
            .On(target, facts => new VerifyNewPrimary
            {
                Cluster = spec.Local(target), SetName = spec.Name, Name = spec.NameInSet(target), Token = leg.Token, Acknowledged = SwitchoverPlan.Measured(facts, leg)?.Acknowledged ?? [],
            })
            .OnAll(others, (site, _) => new VerifyFollower(spec.Local(site), spec.Name, spec.NameInSet(site), spec.NameInSet(target)));
        plan.Stage(routers, "Routers send writes to the primary", after: [writable])
            .OnAll(
                sites.Where(site => site.Cluster is { Routers: > 0, RouterTarget: not RouterTarget.Own }), // which would take no writes on a replica
                (site, facts) => new VerifyRouters(spec.Local(site), spec.Local(site).RouterEndpoint, facts.Of<NewPrimary>(StepIds.Of(writable, target)).Uuid));
        plan.Stage(write, "Write a row on the primary", after: [writable])
            .On(target, _ => new WriteProbeRow(spec.Local(target), spec.Name, leg.Token));
        plan.Stage(read, "Read the row on every replica server", after: [write])
            .OnAll(others, (site, facts) => new ReadProbeRow(spec.Local(site), spec.Name, facts.Of<ProbeRow>(StepIds.Of(write, target))));
        if (whole)
            plan.Stage(leg.Stage(Last), "The set is HEALTHY", after: [routers, read])
                .On(target, _ => new VerifyClusterSet(spec.Local(target), spec.Name, sites.ToDictionary(spec.NameInSet, site => site.Cluster.Instances)), Limits.Rollout);
    }
}
