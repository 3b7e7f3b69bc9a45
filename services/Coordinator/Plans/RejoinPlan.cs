using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Takes a site's cluster back as a replica: fenced first, then started, compared, rejoined, server by server. The primary stays where it is.</summary>
public static class RejoinPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "rejoin";

    /// <summary>The plan.</summary>
    /// <param name="spec">The spec, with the site that has the primary now.</param>
    /// <param name="request">What was asked for; checked.</param>
    /// <param name="token">Marks what this operation writes.</param>
    public static Plan For(ClusterSetSpec spec, RejoinRequest request, string token)
    {
        var (primary, back) = (spec.PrimarySite, spec.Site(request.Site)!);
        var plan = new PlanBuilder(spec);
        var routers = plan.TakeBack(primary, back, request.ByClone);
        plan.Proof(new(primary, primary, token), [primary, back], routers, whole: false);
        return plan.Build(Kind);
    }

    /// <summary>The stages that take a site back; the name of the last one.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="primary">The primary's site.</param>
    /// <param name="back">The site that comes back.</param>
    /// <param name="byClone">Whether its data is given up.</param>
    /// <param name="after">The stage that they come after, or null for none.</param>
    internal static string TakeBack(this PlanBuilder plan, SiteSpec primary, SiteSpec back, bool byClone, string? after = null)
    {
        var spec = plan.Spec;
        plan.Stage("look", "The primary is elsewhere, and works", after: after is null ? [] : [after])
            .On(primary, _ => new InspectRejoin(spec.Local(primary), spec.Name, spec.NameInSet(back), MayHaveLeft: byClone));
        plan.Stage("fence", "Fence what comes back", after: ["look"])
            .On(back, _ => new FenceCluster(spec.Local(back), spec.Name), Limits.Rollout);
        var servers = byClone ? plan.Anew(primary, back) : plan.AsItIs(primary, back);
        // Routers that found no server for long wait longer and longer before they try again.
        plan.Stage("routers-back", "Routers of the site", after: [servers])
            .On(back, _ => Commands.RestartRouters(spec, back), Limits.Rollout);
        return "routers-back";
    }

    // With its data, which must not have gone another way than the primary's.
    private static string AsItIs(this PlanBuilder plan, SiteSpec primary, SiteSpec back)
    {
        var (spec, cluster, name) = (plan.Spec, plan.Spec.Local(back), plan.Spec.NameInSet(back));
        plan.Stage("reboot", "Start its group", after: ["fence"])
            .On(back, _ => new RebootCluster(cluster, spec.Name, name), Limits.Rollout);
        plan.Stage("fence-again", "Still fenced", after: ["reboot"]) // a group that starts changes read-only settings by itself
            .On(back, _ => new FenceCluster(cluster, spec.Name), Limits.Rollout);
        plan.Stage("rejoin", "Compare the transactions, and take it back into the set", after: ["fence-again"])
            .On(primary, facts => new RejoinCluster(spec.Local(primary), spec.Name, name, facts.Of<Rebooted>(StepIds.Of("reboot", back)).Executed));
        return plan.ServersBack([back], "rejoin");
    }

    // With the primary's data in the place of its own.
    private static string Anew(this PlanBuilder plan, SiteSpec primary, SiteSpec back)
    {
        var spec = plan.Spec;
        new Departure(plan, []).Detach([back], [back.Name], "fence"); // its channel may be broken for good
        plan.Stage("discard", "Take its group and its metadata apart", after: ["detach"])
            .On(back, _ => new DiscardCluster(spec.Local(back), spec.Name), Limits.Rollout);
        plan.Stage("replica", "Make it a replica again, by clone", after: ["discard"])
            .OnBehalf(back, primary, Commands.CreateReplicaCluster(spec, back) with { IsGivenUp = true }, Limits.Clone);
        return plan.Instances([back], "replica");
    }
}
