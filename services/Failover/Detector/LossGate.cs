using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Estimates what a failover would lose, and says whether that is allowed.</summary>
internal static class LossGate
{
    /// <summary>Of a failover as things stand: from a site that tells that its group is down, or from one that is lost.</summary>
    public static LossEstimate Estimate(DetectorState state, string target) =>
        Estimate(state, target, state.View(state.Record!.Primary).DownSince is null ? PromotionKind.Failover : PromotionKind.FailoverFromDown);

    public static LossEstimate Estimate(DetectorState state, string target, PromotionKind kind)
    {
        if (kind == PromotionKind.Switchover)
            return new(TimeSpan.Zero, TimeSpan.Zero, false);
        var (primary, view, timers) = (state.View(state.Record!.Primary), state.View(target), state.Settings.Timers);
        // Where this process slept while the primary was at work, it may have worked until then.
        var lastAtWork = Moments.Later(primary.LastAtWork(kind), primary.UnwatchedUntil);
        // What a former detector saw of the channel is not known: there the age of the row alone tells.
        var wasBroken = primary.LastSeenAt != SiteView.Never && view.ReceivedAt < lastAtWork - timers.ReplicaNetTimeout - timers.AnswerFreshness;
        if (view.Report?.HeartbeatRowAge is not { } age || lastAtWork == SiteView.Never)
            return new(null, null, wasBroken);
        var rowAt = view.ReportAskedAt - age;
        var estimate = Moments.Later(lastAtWork - rowAt, TimeSpan.Zero);
        var wroteUntil = kind == PromotionKind.FailoverFromDown ? primary.DownSince ?? lastAtWork : CutOffUntil(state, view, lastAtWork);
        return new(estimate, wroteUntil is { } until ? Moments.Later(estimate, until - rowAt) : null, wasBroken);
    }

    /// <summary>
    /// Until when a primary that was cut off alive can have written: it could renew its lease just before, or go on by the promises of all other sites, the target among them, until its guard or
    /// its second enforcer stopped it. A dead guard alone stops nothing.
    /// </summary>
    private static TimeSpan? CutOffUntil(DetectorState state, SiteView target, TimeSpan lastAtWork) => state.Record!.EnforcerArmed
        ? Moments.Later(lastAtWork + state.Settings.Timers.LeaseLength, target.PromisesEndAt) + state.Settings.Timers.Heartbeat
        : null;

    public static bool Allows(DetectorSettings settings, LossEstimate loss) =>
        !loss.ChannelWasBroken && loss.Estimate is { } estimate && estimate <= settings.MaxDataLoss;

    public static string Words(DetectorState state, string target, LossEstimate loss) => loss switch
    {
        { ChannelWasBroken: true } => $"the channel of site {target} had stopped receiving before the primary site fell silent, so the loss can not be told",
        { Estimate: null } when state.View(state.Record!.Primary).LastKnownAt == SiteView.Never => "this detector has never seen the primary site alive, so the loss can not be told",
        { Estimate: null } => $"site {target} can not tell the age of the last heartbeat row from the primary site, so the loss can not be told",
        { Estimate: { } estimate, UpperBound: var bound } =>
            $"promoting {target} loses about the last {estimate.TotalSeconds:0.0} s of writes ({(bound is { } most ? $"{most.TotalSeconds:0.0} s at most" : "or any number more")}, if the old site was cut off alive), and maxDataLoss is {state.Settings.MaxDataLoss.TotalSeconds:0.0} s",
    };
}
