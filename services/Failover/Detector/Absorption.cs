using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Turns answers and silence into what is known of each site.</summary>
internal static class Absorption
{
    /// <summary>A process that slept has heard nothing because it slept: every silence is counted anew, and it is no longer sure to be the active detector.</summary>
    public static void NoticeGap(DetectorTurn turn)
    {
        if (turn.IsFresh(turn.State.LastStepAt))
            return;
        if (turn.State.Swap is not null)
            Terms.Resign(turn, "this process slept while a swap was under way");
        turn.State = turn.State with
        {
            ConfirmedAt = SiteView.Never,
            Sites = [.. turn.State.Sites.Select(view => view with { SilentSince = null, DownSince = null, ListeningSince = turn.Now, UnwatchedUntil = Lived(turn, view) ? turn.Now : view.UnwatchedUntil })],
        };
    }

    /// <summary>Whether a site lived when a gap began: it may have worked on in the gap, and nobody saw when it ended.</summary>
    private static bool Lived(DetectorTurn turn, SiteView view) =>
        view.LastSeenAt != SiteView.Never && view.DownSince is null && turn.State.LastStepAt - view.LastSeenAt <= turn.Timers.AnswerFreshness;

    public static void Take(DetectorTurn turn, MembersProbed probe) => turn.Update(probe.Site, view =>
    {
        if (probe.AskedAt <= view.ProbedAt)
            return view;
        if (probe.Result is { } result)
            return view with { ProbedAt = probe.AskedAt, AnsweredAt = probe.AskedAt, SilentSince = null, Probe = result, OnlineAt = Online(view, result.Health, probe.AskedAt) };
        var isFirst = view.SilentSince is null || probe.AskedAt - view.ProbedAt > turn.Timers.AnswerFreshness;
        return view with { ProbedAt = probe.AskedAt, SilentSince = isFirst ? probe.AskedAt : view.SilentSince, Probe = null };
    });

    public static void Take(DetectorTurn turn, SiteReported reported) => turn.Update(reported.Report.Site, view =>
    {
        if (reported.AskedAt <= view.ReportAskedAt)
            return view;
        var report = reported.Report;
        var isDown = report.Health is GroupHealth.NoQuorum or GroupHealth.Offline;
        return view with
        {
            HeardAt = Moments.Later(view.HeardAt, reported.AskedAt),
            Report = report,
            ReportAskedAt = reported.AskedAt,
            PromisesEndAt = turn.Now + report.PromisesEndIn,
            ReceivedAt = report.Receiving == Receiving.Yes ? reported.AskedAt : view.ReceivedAt,
            DownSince = isDown ? view.DownSince ?? reported.AskedAt : null,
            OnlineAt = Online(view, report.Health, reported.AskedAt),
        };
    });

    private static TimeSpan Online(SiteView view, GroupHealth health, TimeSpan askedAt) => health == GroupHealth.Online ? Moments.Later(view.OnlineAt, askedAt) : view.OnlineAt;
}
