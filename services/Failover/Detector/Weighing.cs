using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Weighs the evidence. Unknown never counts as dead.</summary>
internal static class Weighing
{
    public static Evidence Evidence(DetectorState state, TimeSpan now)
    {
        var (primary, timers, record) = (state.View(state.Record!.Primary), state.Settings.Timers, state.Record);
        var found = Failover.Detector.Evidence.None;
        if (primary.SilentSince is { } since && now - primary.ProbedAt <= timers.AnswerFreshness)
        {
            found |= now - since >= timers.FailoverDelay ? Failover.Detector.Evidence.MembersSilent : 0;
            found |= now - since >= timers.ElectionGrace ? Failover.Detector.Evidence.ElectionGraceOver : 0;
        }

        found |= now - Moments.Later(primary.HeardAt, primary.ListeningSince) >= timers.FailoverDelay ? Failover.Detector.Evidence.GuardSilent : 0;
        found |= primary.DownSince is { } down && now - down >= timers.FailoverDelay && primary.FreshReport(now, timers.AnswerFreshness) is not null ? Failover.Detector.Evidence.GroupDown : 0;
        found |= now - state.WitnessAt <= timers.AnswerFreshness ? Failover.Detector.Evidence.WitnessReached : 0;
        found |= record.Promotable.Any(site => IsReached(state.View(site), now, timers)) ? Failover.Detector.Evidence.TargetReached : 0;
        found |= ReplicasReceiveNothing(state, now) ? Failover.Detector.Evidence.ReplicasReceiveNothing : 0;
        return found;
    }

    public static Holds Holds(DetectorState state, TimeSpan now)
    {
        var (timers, record) = (state.Settings.Timers, state.Record!);
        var found = Failover.Detector.Holds.None;
        found |= state.Role != DetectorRole.Active ? Failover.Detector.Holds.NotActive : 0;
        found |= now - state.ConfirmedAt > timers.AnswerFreshness ? Failover.Detector.Holds.NotConfirmed : 0;
        found |= VetoedBy(state, now) is not null ? Failover.Detector.Holds.StillReplicating : 0;
        found |= record.Promotable.Count == 0 ? Failover.Detector.Holds.NobodyPromotable : 0;
        found |= state.OthersLookDead ? Failover.Detector.Holds.SeveralSetsDead : 0;
        found |= now < state.MaintenanceUntil ? Failover.Detector.Holds.Maintenance : 0;
        found |= state.LastAutomaticAt is { } last && now - last < timers.AntiFlapping ? Failover.Detector.Holds.FailedOverRecently : 0;
        found |= record.EnforcerArmed ? 0 : Failover.Detector.Holds.EnforcerNotArmed;
        found |= state.Settings.Mode == FailoverMode.Automatic ? 0 : Failover.Detector.Holds.ModeNotAutomatic;
        return found;
    }

    /// <summary>The replica site that says that it receives from the primary; its word stands until it says otherwise, or is too old to be about now.</summary>
    public static string? VetoedBy(DetectorState state, TimeSpan now)
    {
        var limit = state.Settings.Timers.ReplicaNetTimeout + state.Settings.Timers.AnswerFreshness;
        foreach (var view in Replicas(state))
            if (view.Report?.Receiving == Receiving.Yes && now - view.ReportAskedAt <= limit)
                return view.Site;
        return null;
    }

    /// <summary>Whether a site answers, with its guard and with a member.</summary>
    public static bool IsReached(SiteView view, TimeSpan now, FailoverTimers timers) =>
        view.FreshReport(now, timers.AnswerFreshness) is not null && now - view.AnsweredAt <= timers.AnswerFreshness;

    /// <summary>The sites that replicate from the primary.</summary>
    public static IEnumerable<SiteView> Replicas(DetectorState state)
    {
        foreach (var view in state.Sites)
            if (view.Site != state.Record!.Primary && !state.Record.Quarantined.Contains(view.Site))
                yield return view;
    }

    private static bool ReplicasReceiveNothing(DetectorState state, TimeSpan now)
    {
        var (asked, timers) = (0, state.Settings.Timers);
        foreach (var view in Replicas(state))
        {
            var report = view.FreshReport(now, timers.AnswerFreshness);
            var isReachable = report is not null || now - view.LastSeenAt <= timers.AnswerFreshness;
            if (isReachable && report?.Receiving != Receiving.No)
                return false;
            asked += isReachable ? 1 : 0;
        }

        return asked > 0;
    }
}
