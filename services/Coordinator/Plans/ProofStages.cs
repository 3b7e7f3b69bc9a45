using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The stages that prove, after the primary has moved, that it has: one writable cluster, routers that follow, a row that is read everywhere.</summary>
internal static class ProofStages
{
    /// <summary>Adds them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="token">What the row must say.</param>
    /// <param name="target">The site that has the primary now.</param>
    /// <param name="sites">The sites that take part.</param>
    /// <param name="after">The stage that they come after, or null for none.</param>
    /// <param name="whole">Whether the set must be HEALTHY with all its clusters: not so after a failover.</param>
    public static void Proof(this PlanBuilder plan, string token, SiteSpec target, IReadOnlyList<SiteSpec> sites, string? after, bool whole = true)
    {
        var (spec, others) = (plan.Spec, sites.Where(site => site != target).ToList());
        plan.Stage("one-writable", "Exactly one cluster is writable", after: after is null ? [] : [after])
            .On(target, facts => new VerifyNewPrimary
            {
                Cluster = spec.Local(target), SetName = spec.Name, Name = spec.NameInSet(target), Token = token, Acknowledged = Acknowledged(spec, facts),
            })
            .OnAll(others, (site, _) => new VerifyFollower(spec.Local(site), spec.Name, spec.NameInSet(site), spec.NameInSet(target)));
        plan.Stage("routers", "Routers send writes to the primary", after: ["one-writable"])
            .OnAll(sites.Where(site => site.Cluster.Routers > 0), (site, facts) => new VerifyRouters(spec.Local(site), spec.Local(site).RouterEndpoint, NewPrimary(facts, target).Uuid));
        plan.Stage("write", "Write a row on the primary", after: ["one-writable"])
            .On(target, _ => new WriteProbeRow(spec.Local(target), spec.Name, token));
        plan.Stage("read", "Read the row on every replica server", after: ["write"])
            .OnAll(others, (site, facts) => new ReadProbeRow(spec.Local(site), spec.Name, facts.Of<ProbeRow>(StepIds.Of("write", target))));
        if (whole)
            plan.Stage("healthy", "The set is HEALTHY", after: ["routers", "read"])
                .On(target, _ => new VerifyClusterSet(spec.Local(target), spec.Name, sites.ToDictionary(spec.NameInSet, site => site.Cluster.Instances)), Limits.Rollout);
    }

    private static NewPrimary NewPrimary(PlanFacts facts, SiteSpec target) => facts.Of<NewPrimary>(StepIds.Of("one-writable", target));

    private static IReadOnlyList<int> Acknowledged(ClusterSetSpec spec, PlanFacts facts) =>
        facts.Find<SwitchReport>(StepIds.Of(Moves.Stage, spec.PrimarySite))?.Acknowledged ?? [];
}
