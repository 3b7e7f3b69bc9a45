using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>The point of no return of a promotion: the swap that gives the authority to the target.</summary>
internal static class Decisions
{
    public static void Decide(DetectorTurn turn, PromotionRun run, SiteReport target)
    {
        turn.State = turn.State with
        {
            Run = run with { Phase = PromotionPhase.Swapping, PhaseSince = turn.Now },
            Report = Report(turn, run, target),
            DecidedAt = turn.Now,
            LastAutomaticAt = run is { Person: null, Kind: not PromotionKind.Switchover } ? turn.Now : turn.State.LastAutomaticAt,
        };
        turn.Swap(Promoted(turn, run, target), $"promote site {target.Site}");
    }

    /// <summary>
    /// The target gets the record with its command and keeps it durably before it writes, so it knows its promise sites at once. A site that lost its primary by failover, or
    /// that could not be reached, is quarantined.
    /// </summary>
    private static AuthorityRecord Promoted(DetectorTurn turn, PromotionRun run, SiteReport target)
    {
        var (record, isSwitch) = (turn.Record, run.Kind == PromotionKind.Switchover);
        var unreachable = SiteSet.Of(Weighing.Replicas(turn.State).Where(view => view.Site != target.Site && turn.FreshReport(view.Site) is null).Select(view => view.Site));
        var quarantined = SiteSet.Of(record.Quarantined.Concat(unreachable)).Without(target.Site);
        quarantined = isSwitch ? quarantined : quarantined.With(run.From);
        var sites = SiteSet.Of(turn.Settings.Sites.Where(site => site != target.Site && !quarantined.Contains(site)));
        return record.Next(turn.Settings.Detector) with
        {
            Primary = target.Site,
            Promotion = new(run.From, run.Kind, run.Person, unreachable),
            PromiseSites = sites,
            Promotable = sites,
            EnforcerArmed = target.EnforcerArmedEpoch > 0,
            Quarantined = quarantined,
        };
    }

    private static FailoverReport Report(DetectorTurn turn, PromotionRun run, SiteReport target) => new()
    {
        Epoch = turn.Record.Epoch + 1,
        Kind = run.Kind,
        From = run.From,
        To = target.Site,
        Person = run.Person,
        Evidence = Explanations.Items(turn.State, turn.Now),
        Loss = LossGate.Estimate(turn.State, target.Site, run.Kind),
        Kept = target.Executed.Union(target.Received),
        Evident = run.StartedAt - turn.Primary.LastAtWork(run.Kind),
        Unlocked = run.PhaseSince - turn.Primary.LastAtWork(run.Kind),
        Detection = turn.Now - turn.Primary.LastAtWork(run.Kind),
    };
}
