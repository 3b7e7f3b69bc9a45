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
        var leg = new Leg(spec.PrimarySite, spec.Site(request.To)!, token);
        var kept = spec.Sites.Where(site => !request.Invalidate.Contains(site.Name)).ToList();
        var plan = new PlanBuilder(spec);
        if (leg.To != leg.From)
            plan.Promote(leg, request, kept);
        plan.Proof(leg, kept, after: leg.To == leg.From ? null : leg.Stage(Moves.Stage));
        plan.Report = facts => Report(facts, leg);
        return plan.Build(Kind);
    }

    /// <summary>The stages that look, and move the primary.</summary>
    internal static void Promote(this PlanBuilder plan, Leg leg, SwitchoverRequest request, IReadOnlyList<SiteSpec> kept, string? after = null)
    {
        var (spec, replicas) = (plan.Spec, kept.Where(site => site != leg.From).ToList());
        var invalidate = request.Invalidate.Select(name => spec.NameInSet(spec.Site(name)!)).ToList();
        var (preflight, primary) = (leg.Stage("preflight"), leg.Stage("preflight-primary"));
        ReplicaProfile Profile(PlanFacts facts, SiteSpec site) => facts.Of<ReplicaProfile>(StepIds.Of(preflight, site));

        plan.Stage(preflight, "Look at the replicas: state, lag, channel", after: after is null ? [] : [after])
            .OnAll(replicas, (site, _) => new InspectReplica
            {
                Cluster = spec.Local(site), SetName = spec.Name, Name = spec.NameInSet(site), IsTarget = site == leg.To, MaxLag = SpecDuration.Parse(request.MaxLag)!.Value,
            });
        plan.Stage(primary, "Look at the primary: unreachable replicas, errant transactions", after: [preflight])
            .On(leg.From, facts => new InspectPrimary
            {
                Cluster = spec.Local(leg.From), SetName = spec.Name, Target = spec.NameInSet(leg.To), Invalidate = invalidate,
                Replicas = replicas.ToDictionary(spec.NameInSet, site => Profile(facts, site)),
            });
        plan.Stage(leg.Stage(Moves.Stage), $"Make {leg.To.Name} the primary", after: [primary])
            .On(
                leg.From,
                facts => new SwitchPrimary
                {
                    Cluster = spec.Local(leg.From), SetName = spec.Name, Target = spec.NameInSet(leg.To), TargetAddress = Profile(facts, leg.To).PrimaryAddress,
                    Timeout = SpecDuration.Parse(request.Timeout)!.Value, Invalidate = invalidate, Token = leg.Token,
                },
                SpecDuration.Parse(request.Timeout)!.Value + Limits.Usual + Limits.Usual);
    }

    /// <summary>What was measured of a move; null where nothing was.</summary>
    internal static SwitchReport? Measured(PlanFacts facts, Leg leg) => facts.Find<SwitchReport>(StepIds.Of(leg.Stage(Moves.Stage), leg.From)) is { Measured: true } report ? report : null;

    /// <summary>What was measured of a move, in sentences.</summary>
    internal static IEnumerable<string> Report(PlanFacts facts, Leg leg)
    {
        if (Measured(facts, leg) is not { } report)
            yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"writes paused for {(report.Exact ? "" : "at most ")}{report.Pause.TotalSeconds:0.00} s");
        yield return $"{report.Acknowledged.Count} writes were acknowledged while it switched; every one of them is on the new primary";
    }
}
