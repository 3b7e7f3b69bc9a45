using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>What people ask of a detector.</summary>
internal static class People
{
    private static readonly TimeSpan WordHolds = TimeSpan.FromMinutes(5);

    public static void Take(DetectorTurn turn, DetectorEvent @event)
    {
        switch (@event)
        {
            case SettingsChanged changed: Change(turn, changed.Settings); break;
            case MaintenanceSet maintenance: turn.State = turn.State with { MaintenanceUntil = turn.Now + maintenance.Length }; break;
            case FailoverAcknowledged: turn.State = turn.State with { LastAutomaticAt = null }; break;
            case FailoverApproved word: turn.State = turn.State with { Approved = new(word.Person, word.Target, turn.Now + WordHolds) }; break;
            case SwitchoverAsked asked: Switch(turn, asked); break;
            case RejoinAsked rejoin: Rejoin(turn, rejoin.Site); break;
            default: throw new ArgumentException($"no rule for {@event.GetType().Name}", nameof(@event));
        }
    }

    private static void Change(DetectorTurn turn, DetectorSettings settings)
    {
        var known = turn.State.Sites;
        turn.State = turn.State with
        {
            Settings = settings,
            Sites = [.. settings.Sites.Select(site => known.FirstOrDefault(view => view.Site == site) ?? new SiteView(site) { ListeningSince = turn.Now })],
        };
    }

    private static void Switch(DetectorTurn turn, SwitchoverAsked asked)
    {
        if (WhyNoSwitch(turn, asked.Target) is { } reason)
            turn.Emit(new TellDetector($"no switchover to site {asked.Target}: {reason}"));
        else
            Starting.Begin(turn, PromotionKind.Switchover, new(asked.Person, asked.Target, turn.Now));
    }

    private static string? WhyNoSwitch(DetectorTurn turn, string target) => turn.State switch
    {
        { Role: not DetectorRole.Active } => "this detector is not active (yet); ask again in a moment",
        { Swap: not null } or { Run: not null } or { Record.Promotion: not null } => "another change is under way",
        { Record: var record } when record!.Primary == target => "it is the primary site",
        { Record: var record } when !record!.Promotable.Contains(target) => $"it may not be promoted (those that may: {record.Promotable}); in the modes off and observe a switchover is an operation of its own",
        _ => null,
    };

    /// <summary>Takes a quarantined site back only when its group is seen to have nothing that the primary lacks, and to take itself for the primary no more.</summary>
    private static void Rejoin(DetectorTurn turn, string site)
    {
        if (turn.State is not { Role: DetectorRole.Active, Swap: null, Run: null, Record.Promotion: null } || !turn.Record.Quarantined.Contains(site))
            return;
        if (turn.FreshReport(site) is not { Health: GroupHealth.Online } old || turn.FreshReport(turn.Record.Primary) is not { Health: GroupHealth.Online } primary)
        {
            turn.Emit(new TellDetector($"site {site} can not be judged: its agent or the primary site's does not answer, or the group there is not online"));
            return;
        }

        var errant = old.Executed.Subtract(primary.Executed);
        turn.Emit(new RejoinJudged(site, errant, Advice(site, errant)));
        if (errant.IsEmpty && !old.IsSetPrimary)
            turn.Swap(turn.Record.Next(turn.Settings.Detector) with { Quarantined = turn.Record.Quarantined.Without(site) }, $"take site {site} back");
    }

    private static string Advice(string site, GtidSet errant) => errant.IsEmpty
        ? $"site {site} has nothing that the primary lacks: it may rejoin"
        : $"site {site} has {errant.Count} transactions that the primary lacks ({errant}): export them with mysqlbinlog --include-gtids if they matter, then provision the site anew by clone";
}
