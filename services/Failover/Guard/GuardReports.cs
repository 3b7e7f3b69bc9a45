using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>What a guard says to a detector.</summary>
internal static class GuardReports
{
    public static SiteReport Of(GuardState state, TimeSpan now)
    {
        var (kept, look) = (state.Kept, state.Look is { } seen && now - seen.AskedAt <= state.Timers.AnswerFreshness ? state.Look : null);
        var isFenced = state.Gate == Gate.Closed && state.CurrentLook(now) is { AcceptsWrites: false }; // a look from before the fence lacks the last writes
        return new()
        {
            Site = state.Site,
            KeptEpoch = kept?.Record.Epoch ?? 0,
            EnforcerArmedEpoch = kept is not null && look is not null && (Stamps.AreArmed(look) ?? kept.Record.EnforcerArmed) ? kept.Record.Epoch : 0,
            Writable = look?.AcceptsWrites == true,
            Fenced = isFenced,
            FenceHeldEpoch = isFenced && kept is { HoldsFence: true } ? kept.FenceHeldEpoch : 0,
            ServersStopped = isFenced && state.Rung == FenceRung.Stop,
            IsSetPrimary = look?.IsSetPrimary == true,
            Health = look?.Health ?? GroupHealth.Unknown,
            Receiving = look?.Receiving ?? Receiving.Unknown,
            HeartbeatRowAge = look?.HeartbeatRowAge is { } age ? age + (now - look.AskedAt) : null,
            Received = look?.Received ?? Gtids.GtidSet.Empty,
            Executed = look?.Executed ?? Gtids.GtidSet.Empty,
            PromisesEndIn = state.PromisedUntil - now,
            PromisesOver = state.PromisedUntil <= now && (state.FrozenUntil > now || state.Promotion is not null),
            Promotion = Promotion(state, now),
        };
    }

    private static SitePromotionReport? Promotion(GuardState state, TimeSpan now) => state switch
    {
        { Promotion: { } promotion } => new(promotion.Record.Epoch, promotion.Stage, state.Newest?.ForceStarted == true, promotion.Reason) { WasRefused = promotion.WasRefused, ForcedFor = now - promotion.ForcedAt },
        { Kept: { StoodDownEpoch: > 0 and var epoch } kept } when epoch >= kept.Record.Epoch => new(epoch, SitePromotionStage.StoodDown, false, "given up before it began"),
        { Newest: { ForceStarted: true, Record.Epoch: var epoch } } => new(epoch, SitePromotionStage.LookingAgain, true, "restarted after its force had begun"),
        _ => null,
    };
}
