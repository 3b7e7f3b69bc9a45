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
        // A primary that was cut off alive could renew its right just before, and then write until its guard stopped it; a group that is down may have been at work until its guard told so.
        var bound = kind == PromotionKind.Failover ? estimate + timers.LeaseLength + timers.Heartbeat : Moments.Later(estimate, (primary.DownSince ?? lastAtWork) - rowAt);
        return new(estimate, bound, wasBroken);
    }

    public static bool Allows(DetectorSettings settings, LossEstimate loss) =>
        !loss.ChannelWasBroken && loss.Estimate is { } estimate && estimate <= settings.MaxDataLoss;

    public static string Words(DetectorState state, string target, LossEstimate loss) => loss switch
    {
        { ChannelWasBroken: true } => $"the channel of site {target} had stopped receiving before the primary site fell silent, so the loss can not be told",
        { Estimate: null } when state.View(state.Record!.Primary).LastKnownAt == SiteView.Never => "this detector has never seen the primary site alive, so the loss can not be told",
        { Estimate: null } => $"site {target} can not tell the age of the last heartbeat row from the primary site, so the loss can not be told",
        { Estimate: { } estimate, UpperBound: var bound } =>
            $"promoting {target} loses about the last {estimate.TotalSeconds:0.0} s of writes ({bound?.TotalSeconds:0.0} s at most, if the old site was cut off alive), and maxDataLoss is {state.Settings.MaxDataLoss.TotalSeconds:0.0} s",
    };
}
