using System.Globalization;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Makes another site the primary because the old one is lost: asks everybody who can be asked, lets what was received be applied, and only then forces.</summary>
public static class FailoverPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "failover";

    /// <summary>The plan.</summary>
    /// <param name="spec">The spec, with the site that had the primary.</param>
    /// <param name="request">What was asked for; checked.</param>
    /// <param name="silent">Sites whose agent did not report: they are asked nothing.</param>
    /// <param name="token">Marks what this operation writes.</param>
    public static Plan For(ClusterSetSpec spec, FailoverRequest request, IReadOnlyList<string> silent, string token)
    {
        var (old, target) = (spec.PrimarySite, spec.Site(request.To)!);
        var asked = spec.Sites.Where(site => site != old && (site == target || !silent.Contains(site.Name))).ToList();
        var plan = new PlanBuilder(spec);
        var evidence = plan.Stage("evidence", "Ask everybody whether the primary lives")
            .OnAll(asked, (site, _) => new InspectLoss(spec.Local(site), spec.Name, spec.NameInSet(site)));
        if (old != target && !silent.Contains(old.Name))
            evidence.On(old, _ => new InspectOldPrimary(spec.Local(old), spec.Name));
        plan.Stage("drain", "Apply everything that was received", after: ["evidence"], gate: FailoverRules.Veto(spec, old, target, asked))
            .OnAll(asked, (site, _) => new DrainReceived(spec.Local(site), spec.Name, spec.NameInSet(site)), Limits.Cluster);
        plan.Stage(Moves.Stage, $"Make {target.Name} the primary, by force", after: ["drain"], gate: FailoverRules.MostRecent(target, asked))
            .On(target, _ => Force(spec, request, old, target), SpecDuration.Parse(request.Timeout)!.Value + Limits.Usual + Limits.Usual);
        plan.Proof(new(old, target, token), asked, after: Moves.Stage, whole: false);
        plan.Report = facts => Report(facts, target);
        return plan.Build(Kind);
    }

    private static ForcePrimary Force(ClusterSetSpec spec, FailoverRequest request, SiteSpec old, SiteSpec target) => new()
    {
        Cluster = spec.Local(target),
        SetName = spec.Name,
        Target = spec.NameInSet(target),
        Timeout = SpecDuration.Parse(request.Timeout)!.Value,
        Others = [.. spec.Sites.Where(site => site != old && site != target).Select(spec.NameInSet)],
    };

    private static IEnumerable<string> Report(PlanFacts facts, SiteSpec target)
    {
        if (facts.Find<ReplicaEvidence>(StepIds.Of("evidence", target)) is { } evidence)
        {
            yield return evidence.SilentFor is { } silence
                ? string.Create(CultureInfo.InvariantCulture, $"{target.Name} had last heard of the old primary {silence:0} s before: what was acknowledged there and not sent since then is lost")
                : $"{target.Name} had never heard of the old primary: what was not replicated is lost";
            yield return $"{evidence.Unapplied} received transactions were waiting, and were applied before the promotion";
        }

        if (facts.Find<ForceReport>(StepIds.Of(Moves.Stage, target)) is not { } forced)
            yield break;
        yield return $"the new primary goes on from {forced.Executed}";
        if (forced.Invalidated.Count > 0)
            yield return $"the set goes on without {string.Join(", ", forced.Invalidated)}: take them back with clusterset rejoin";
    }
}
