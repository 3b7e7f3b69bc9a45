using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Chooses the site to promote: first by transactions, then by preference.</summary>
internal static class TargetChoice
{
    /// <summary>The sites that may be promoted now: promotable, reached with a group that is up, and not promising.</summary>
    public static IEnumerable<SiteReport> Candidates(DetectorTurn turn, PromotionRun run)
    {
        foreach (var site in turn.Record.Promotable)
            if (Weighing.IsReached(turn.State.View(site), turn.Now, turn.Timers)
                && turn.FreshReport(site) is { Health: GroupHealth.Online, PromisesOver: true } report && IsPossible(run, site))
                yield return report;
    }

    /// <summary>
    /// The best candidate, or null with the reason. A target that lacks transactions of another reachable replica is refused by AdminAPI too (51311),
    /// and two that each have what the other lacks are a matter for a person.
    /// </summary>
    public static SiteReport? Best(DetectorTurn turn, PromotionRun run, out string reason)
    {
        reason = $"no site that may be promoted is reachable, online and past its promises (may be promoted: {turn.Record.Promotable})";
        SiteReport? best = null;
        foreach (var candidate in Candidates(turn, run).OrderBy(report => turn.Settings.RankOf(report.Site)))
            if (best is null || (!All(best).Contains(All(candidate)) && All(candidate).Contains(All(best))))
                best = candidate;
        if (best is null || OneAhead(turn, best) is not { } ahead)
            return best;
        reason = $"site {ahead.Site} has transactions that {best.Site} lacks: {All(ahead).Subtract(All(best))}";
        return null;
    }

    /// <summary>Everything that a site has, executed or only received.</summary>
    public static GtidSet All(SiteReport report) => report.Executed.Union(report.Received);

    private static SiteReport? OneAhead(DetectorTurn turn, SiteReport best)
    {
        foreach (var view in Weighing.Replicas(turn.State))
            if (view.Site != best.Site && turn.FreshReport(view.Site) is { } other && !All(best).Contains(All(other)))
                return other;
        return null;
    }

    private static bool IsPossible(PromotionRun run, string site) =>
        (run.Wanted is null || run.Wanted == site) && (run.Kind != PromotionKind.Switchover || run.Wanted == site);
}
