using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>A promotion that has won its epoch: the old primary site has no right any more, so it goes on to its end, or back if the target has not begun.</summary>
internal static class Promotions
{
    public static void Drive(DetectorTurn turn, PendingPromotion promotion)
    {
        turn.State = turn.State with { PromotingSince = turn.State.PromotingSince ?? turn.Now };
        var report = turn.FreshReport(turn.Record.Primary);
        if (!turn.IsConfirmed || report is null || !turn.IsFresh(turn.State.WitnessAt))
            return;
        NoteForce(turn, report);
        if (report.IsSetPrimary && report.Writable && report.KeptEpoch == turn.Record.Epoch)
            Settle(turn, promotion);
        else if (IsAt(turn, report, SitePromotionStage.StoodDown))
            GiveBack(turn, promotion);
        else if (turn.IsDue(turn.State.PromoteSentAt))
            Ask(turn, promotion, report);
    }

    /// <summary>A veto can still stop a target that has not begun. After the force has begun only looking again tells, so it goes forward.</summary>
    private static void Ask(DetectorTurn turn, PendingPromotion promotion, SiteReport report)
    {
        turn.State = turn.State with { PromoteSentAt = turn.Now };
        var vetoer = promotion.Kind == PromotionKind.Switchover || report.Promotion?.ForceStarted == true ? null : Weighing.VetoedBy(turn.State, turn.Now) ?? OwnVeto(report);
        if (vetoer is not null)
        {
            turn.Emit(new AskStandDown(report.Site, turn.Record.Epoch));
            turn.TellOnce($"site {vetoer} receives from site {promotion.From} again: site {report.Site} is asked to give its promotion up");
            return;
        }

        turn.Emit(new AskPromote(report.Site, turn.Record));
        // A force is refused while servers of the old site are reachable. It has no right left, so they may be stopped.
        if (report.Promotion is ({ Stage: SitePromotionStage.LookingAgain, ForceStarted: false } or { Stage: not SitePromotionStage.Done, WasRefused: true }) && promotion.Kind != PromotionKind.Switchover)
            turn.Emit(new AskFence(promotion.From, turn.Record.Epoch, true));
        if (turn.Now - turn.State.PromotingSince >= turn.Timers.PromotionLimit)
            turn.AskOnce($"site {report.Site} has not become primary within {turn.Timers.PromotionLimit.TotalMinutes:0.#} min ({report.Promotion?.Reason ?? "no word from it"}); it is asked on, and nobody takes writes until then");
    }

    private static void Settle(DetectorTurn turn, PendingPromotion promotion)
    {
        if (Own(turn) is { } done)
        {
            turn.State = turn.State with { Report = done with { Recovery = done.Detection + (turn.Now - turn.State.DecidedAt) } };
            turn.Emit(new PublishReport(turn.State.Report));
        }
        else
            turn.Emit(new EndReport(turn.Record.Primary, IsPrimary: true));

        turn.Emit(new RepointTraffic(turn.Record.Primary));
        turn.TellOnce($"site {turn.Record.Primary} is primary in place of {promotion.From}; {(promotion.Kind == PromotionKind.Switchover ? "nothing was lost" : $"site {promotion.From} is quarantined")}");
        turn.Swap(turn.Record.Next(turn.Settings.Detector) with { Promotion = null }, "the promotion is complete");
    }

    private static void GiveBack(DetectorTurn turn, PendingPromotion promotion)
    {
        turn.TellOnce($"site {turn.Record.Primary} gave its promotion up before it began: site {promotion.From} gets its authority back");
        turn.Emit(new EndReport(turn.Record.Primary, IsPrimary: false));
        turn.Swap(
            turn.Record.Next(turn.Settings.Detector) with
            {
                Primary = promotion.From,
                Promotion = null,
                PromiseSites = SiteSet.None.With(turn.Record.Primary),
                Promotable = SiteSet.None,
                Quarantined = SiteSet.Of(turn.Record.Quarantined.Where(site => site != promotion.From && !promotion.Invalidated.Contains(site))),
            },
            $"give site {promotion.From} its authority back");
    }

    private static void NoteForce(DetectorTurn turn, SiteReport report)
    {
        if (report.Promotion is { ForcedFor: { } ago } own && own.Epoch == turn.Record.Epoch && Own(turn) is { Forced: null } known)
            turn.State = turn.State with { Report = known with { Forced = known.Detection + (turn.Now - ago - turn.State.DecidedAt) } };
    }

    /// <summary>The report of this promotion; null where another detector decided it.</summary>
    private static FailoverReport? Own(DetectorTurn turn) => turn.State.Report is { } known && known.To == turn.Record.Primary ? known : null;

    private static bool IsAt(DetectorTurn turn, SiteReport report, SitePromotionStage stage) =>
        report.Promotion is { } own && own.Stage == stage && own.Epoch == turn.Record.Epoch;

    private static string? OwnVeto(SiteReport report) => report.Receiving == Receiving.Yes ? report.Site : null;
}
