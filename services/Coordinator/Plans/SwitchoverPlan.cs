using System.Globalization;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Moves the primary to another site while all is well: nothing is lost, or nothing is changed.</summary>
public static class SwitchoverPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "switchover";

    /// <summary>The plan.</summary>
    /// <param name="spec">The spec, with the site that has the primary now.</param>
    /// <param name="request">What was asked for; checked.</param>
    /// <param name="token">Marks what this operation writes.</param>
    public static Plan For(ClusterSetSpec spec, SwitchoverRequest request, string token)
    {
        var (primary, target) = (spec.PrimarySite, spec.Site(request.To)!);
        var kept = spec.Sites.Where(site => !request.Invalidate.Contains(site.Name)).ToList();
        var plan = new PlanBuilder(spec);
        if (target != primary)
            plan.Promote(request, token, primary, target, kept);
        plan.Proof(token, target, kept, after: target == primary ? null : Moves.Stage);
        return plan.Build(Kind);
    }

    private static void Promote(this PlanBuilder plan, SwitchoverRequest request, string token, SiteSpec primary, SiteSpec target, IReadOnlyList<SiteSpec> kept)
    {
        var (spec, replicas) = (plan.Spec, kept.Where(site => site != primary).ToList());
        var invalidate = request.Invalidate.Select(name => spec.NameInSet(spec.Site(name)!)).ToList();
        ReplicaProfile Profile(PlanFacts facts, SiteSpec site) => facts.Of<ReplicaProfile>(StepIds.Of("preflight", site));

        plan.Stage("preflight", "Look at the replicas: state, lag, channel")
            .OnAll(replicas, (site, _) => new InspectReplica
            {
                Cluster = spec.Local(site), SetName = spec.Name, Name = spec.NameInSet(site), IsTarget = site == target, MaxLag = SpecDuration.Parse(request.MaxLag)!.Value,
            });
        plan.Stage("preflight-primary", "Look at the primary: unreachable replicas, errant transactions", after: ["preflight"])
            .On(primary, facts => new InspectPrimary
            {
                Cluster = spec.Local(primary), SetName = spec.Name, Target = spec.NameInSet(target), Invalidate = invalidate,
                Replicas = replicas.ToDictionary(spec.NameInSet, site => Profile(facts, site)),
            });
        plan.Stage(Moves.Stage, $"Make {target.Name} the primary", after: ["preflight-primary"])
            .On(
                primary,
                facts => new SwitchPrimary
                {
                    Cluster = spec.Local(primary), SetName = spec.Name, Target = spec.NameInSet(target), TargetAddress = Profile(facts, target).PrimaryAddress,
                    Timeout = SpecDuration.Parse(request.Timeout)!.Value, Invalidate = invalidate, Token = token,
                },
                SpecDuration.Parse(request.Timeout)!.Value + Limits.Usual + Limits.Usual);
        plan.Report = facts => Report(facts, primary);
    }

    private static IEnumerable<string> Report(PlanFacts facts, SiteSpec primary)
    {
        if (facts.Find<SwitchReport>(StepIds.Of(Moves.Stage, primary)) is not { Measured: true } report)
            yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"writes paused for {(report.Exact ? "" : "at most ")}{report.Pause.TotalSeconds:0.00} s");
        yield return $"{report.Acknowledged.Count} writes were acknowledged while it switched; every one of them is on the new primary";
    }
}
