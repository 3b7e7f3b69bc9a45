using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>When a failover must not go on, whoever asks for it.</summary>
internal static class FailoverRules
{
    /// <summary>Somebody says that the primary lives, or the target can not take over.</summary>
    public static Func<PlanFacts, IEnumerable<Finding>> Veto(ClusterSetSpec spec, SiteSpec old, SiteSpec target, IReadOnlyList<SiteSpec> asked) => facts =>
    [
        .. OfOldPrimary(facts, old),
        .. asked.SelectMany(site => OfReplica(site, facts.Of<ReplicaEvidence>(StepIds.Of("evidence", site)))),
        .. OfTarget(spec, target, asked, facts),
    ];

    /// <summary>Another replica that was asked has transactions that the target has not.</summary>
    public static Func<PlanFacts, IEnumerable<Finding>> MostRecent(SiteSpec target, IReadOnlyList<SiteSpec> asked) => facts =>
        from site in asked
        where site != target
        let more = Executed(facts, site).Except(Executed(facts, target))
        where !more.IsEmpty
        select new Finding(site.Name, $"{site.Name} has {more.Count} transactions that {target.Name} has not: {more}", $"Make {site.Name} the primary instead: --to {site.Name}.");

    private static GtidSet Executed(PlanFacts facts, SiteSpec site) => GtidSet.Parse(facts.Of<Drained>(StepIds.Of("drain", site)).Executed);

    private static IEnumerable<Finding> OfOldPrimary(PlanFacts facts, SiteSpec old)
    {
        if (facts.Find<OldPrimary>(StepIds.Of("evidence", old)) is not { Answering.Count: > 0 } seen)
            yield break;
        yield return seen.Writable.Count > 0
            ? new(old.Name, $"the primary lives and takes writes: {seen.Summary}", "Move it with clusterset switchover.")
            : new(old.Name, $"servers of the primary answer: {seen.Summary}", "Restore the group there (force quorum, or reboot from complete outage), or stop these servers for good first.");
    }

    private static IEnumerable<Finding> OfReplica(SiteSpec site, ReplicaEvidence evidence)
    {
        if (evidence.Receives)
            yield return new(site.Name, $"{site.Name} still receives from {evidence.Primary}: the primary lives", "Move it with clusterset switchover; if it hangs, fence or stop its servers first.");
    }

    private static IEnumerable<Finding> OfTarget(ClusterSetSpec spec, SiteSpec target, IReadOnlyList<SiteSpec> asked, PlanFacts facts)
    {
        var evidence = facts.Of<ReplicaEvidence>(StepIds.Of("evidence", target));
        if (evidence.Invalidated)
            yield return new(target.Name, $"the set has invalidated {spec.NameInSet(target)}", "Choose another site.");
        foreach (var site in asked.Where(site => facts.Of<ReplicaEvidence>(StepIds.Of("evidence", site)).View > evidence.View))
            yield return new(target.Name, $"{site.Name} knows a newer view of the set than {target.Name}: the primary has moved already", "Look at clusterset status.");
    }
}
