using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>
/// Keeps the record's promise sites in step with the spec and with what is reachable, in two swaps: first the primary's guard is told what it will need, and only when it
/// keeps that durably may the detector rely on it. Taking away goes the other way round, in one swap.
/// </summary>
internal static class Arming
{
    public static void Drive(DetectorTurn turn)
    {
        var record = turn.Record;
        var report = turn.FreshReport(record.Primary);
        if (turn.IsConfirmed && !record.Enforced && MovedTo(turn, report) is { } site)
        {
            Follow(turn, site, isOldSeen: report is not null);
            return;
        }

        if (!turn.IsConfirmed || (report is null && turn.Settings.Enforced))
            return;
        var sites = turn.Settings.Enforced ? Wanted(turn) : SiteSet.None;
        if (record.Enforced != turn.Settings.Enforced || !record.PromiseSites.Equals(sites))
            turn.Swap(Prepared(turn, sites), "tell the primary site which promises it needs");
        else if (report is not null && report.KeptEpoch == record.Epoch && IsBehind(record, report.EnforcerArmedEpoch == record.Epoch))
            turn.Swap(record.Next(turn.Settings.Detector) with { Promotable = record.PromiseSites, EnforcerArmed = report.EnforcerArmedEpoch == record.Epoch }, "the primary site knows which promises it needs");
    }

    /// <summary>
    /// Where nothing is enforced people move the primary by other means, and the record follows: to the one site whose group is the set's primary and takes writes. A former one that is only slow to answer
    /// is waited for.
    /// </summary>
    private static string? MovedTo(DetectorTurn turn, SiteReport? recorded)
    {
        if (recorded is { IsSetPrimary: true } || (recorded is null && turn.Now - Moments.Later(turn.Primary.ReportAskedAt, turn.Primary.ListeningSince) < turn.Timers.ElectionGrace))
            return null;
        var others = turn.State.Sites.Where(view => view.Site != turn.Record.Primary && turn.FreshReport(view.Site) is { IsSetPrimary: true, Writable: true }).ToList();
        return others is [var only] ? only.Site : null;
    }

    /// <summary>A primary site that was replaced while it was silent knows nothing of that, and its operator would start it as the primary: it is quarantined like one that a failover of the detector's own has replaced.</summary>
    private static void Follow(DetectorTurn turn, string site, bool isOldSeen)
    {
        var (record, quarantined) = (turn.Record, turn.Record.Quarantined.Without(site));
        turn.Swap(
            record.Next(turn.Settings.Detector) with { Primary = site, Quarantined = isOldSeen ? quarantined : quarantined.With(record.Primary) },
            isOldSeen ? $"site {site} is the primary site now" : $"site {site} is the primary site now, and site {record.Primary}, which is silent, is quarantined");
    }

    /// <summary>Every replica site but those that have been silent for the failover delay while the primary and a witness were heard: their promises can not be had, and they can not be promoted.</summary>
    private static SiteSet Wanted(DetectorTurn turn)
    {
        var sites = SiteSet.None;
        foreach (var view in Weighing.Replicas(turn.State))
            if (!IsLost(turn, view) && (turn.Record.PromiseSites.Contains(view.Site) || turn.FreshReport(view.Site) is { IsSetPrimary: false }))
                sites = sites.With(view.Site);
        return sites;
    }

    private static bool IsLost(DetectorTurn turn, SiteView view) =>
        turn.IsFresh(turn.State.WitnessAt) && turn.Now - Moments.Later(view.LastSeenAt, view.ListeningSince) >= turn.Timers.FailoverDelay;

    private static AuthorityRecord Prepared(DetectorTurn turn, SiteSet sites)
    {
        var record = turn.Record;
        var stays = record.Enforced && turn.Settings.Enforced;
        return record.Next(turn.Settings.Detector) with
        {
            Enforced = turn.Settings.Enforced,
            PromiseSites = sites,
            Promotable = stays ? SiteSet.Of(record.Promotable.Where(sites.Contains)) : SiteSet.None,
            EnforcerArmed = stays && record.EnforcerArmed,
        };
    }

    private static bool IsBehind(AuthorityRecord record, bool isArmed) =>
        record.Enforced && (!record.Promotable.Equals(record.PromiseSites) || record.EnforcerArmed != isArmed);
}
