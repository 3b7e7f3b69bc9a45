using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Promotes this site on a detector's command: epoch on durable storage first, then the right to write, then the second enforcers, and only then the force.</summary>
internal static class PromotionHere
{
    public static void Take(GuardTurn turn, PromoteAsked asked)
    {
        var record = asked.Record;
        if (record.Primary != turn.State.Site || record.Epoch < turn.State.NewestEpoch || record.Promotion is null || turn.State.Newest?.StoodDownEpoch >= record.Epoch)
            return;
        if (turn.State.PromisedUntil > turn.Now)
        {
            turn.TellOnce($"promotion with epoch {record.Epoch} refused: this site's last promise runs for another {(turn.State.PromisedUntil - turn.Now).TotalSeconds:0.0} s");
            return;
        }

        turn.Adopt(record);
        turn.State = turn.State with { Promotion = (turn.State.Promotion ?? new SitePromotion(record) { Since = turn.Now, IsUntouched = turn.State.Newest is not { ForceStarted: true } }) with { Record = record } };
    }

    /// <summary>The way back is open only while the force has never been started: a killed one may still have its effect.</summary>
    public static void StandDown(GuardTurn turn, StandDownAsked asked)
    {
        if (turn.State.Newest is not { ForceStarted: false } newest || asked.Epoch < newest.Record.Epoch || newest.StoodDownEpoch >= asked.Epoch)
            return;
        turn.Keep(newest with { StoodDownEpoch = asked.Epoch });
        turn.State = turn.State with { Promotion = null };
        turn.TellOnce($"the promotion with epoch {asked.Epoch} is given up before it began");
    }

    public static void Take(GuardTurn turn, ForceEnded ended)
    {
        if (turn.State.RunningForce == ended.Attempt)
            turn.State = turn.State with { RunningForce = 0 };
        if (turn.State.Promotion is not { } promotion || promotion.Attempt != ended.Attempt || promotion.Stage == SitePromotionStage.Done)
            return;
        var isRefused = ended.Outcome is ForceOutcome.Refused or ForceOutcome.NotDrained;
        if (ended.Outcome == ForceOutcome.Succeeded)
            Finish(turn, promotion);
        else
            Enter(turn, promotion with { IsUntouched = promotion.IsUntouched && isRefused, WasRefused = ended.Outcome == ForceOutcome.Refused }, SitePromotionStage.LookingAgain, $"{ended.Outcome}: {ended.Words}");
        if (isRefused && promotion.IsUntouched && turn.State.Newest is { ForceStarted: true } newest)
            turn.Keep(newest with { ForceStarted = false });
    }

    public static void Drive(GuardTurn turn)
    {
        CancelWithoutRight(turn);
        if (turn.State.Promotion is not { } promotion)
            return;
        if (turn.State.NewestEpoch > promotion.Record.Epoch && IsOver(turn.State))
            turn.State = turn.State with { Promotion = null };
        else if (promotion.Stage == SitePromotionStage.Forcing)
            Supervise(turn, promotion);
        else if (promotion.Stage != SitePromotionStage.Done)
            Proceed(turn, promotion);
    }

    /// <summary>What a command still does when the right has ended, another site's promotion may meet; also a command that hangs after its promotion is complete.</summary>
    private static void CancelWithoutRight(GuardTurn turn)
    {
        if (turn.State.RunningForce == 0 || turn.HasRight)
            return;
        turn.Emit(new CancelForce(turn.State.RunningForce));
        turn.State = turn.State with { RunningForce = 0 };
    }

    private static bool IsOver(GuardState state) => state.Newest is { Record: var record } && (record.Promotion is null || record.Primary != state.Site);

    private static void Supervise(GuardTurn turn, SitePromotion promotion)
    {
        if (!turn.HasRight || turn.Now - promotion.Since > turn.Timers.ForceDeadline + turn.Timers.AnswerFreshness)
            Enter(turn, promotion with { IsUntouched = false, WasRefused = false }, SitePromotionStage.LookingAgain, turn.HasRight ? "the command did not end within its deadline" : "the right to write ended while the command ran");
    }

    private static void Proceed(GuardTurn turn, SitePromotion promotion)
    {
        if (WhyNotYet(turn, promotion) is { } reason)
            turn.State = turn.State with { Promotion = promotion with { Reason = reason } };
        else if (turn.State.Look!.IsSetPrimary)
            Finish(turn, promotion);
        else if (!turn.State.Newest!.ForceStarted)
            turn.Keep(turn.State.Newest with { ForceStarted = true });
        else
            Force(turn, promotion);
    }

    private static string? WhyNotYet(GuardTurn turn, SitePromotion promotion) => turn.State switch
    {
        { Keeping: not null } => "waits for durable storage",
        { Kept.Record.Epoch: var epoch } when epoch != promotion.Record.Epoch => "waits for the newest command",
        { Look: { } look } when turn.Now - look.AskedAt > turn.Timers.AnswerFreshness || look.AskedAt < promotion.Since => "waits for a look at its group",
        _ when promotion.Stage == SitePromotionStage.LookingAgain && turn.Now - promotion.Since < turn.Timers.Heartbeat * 3 => promotion.Reason,
        { Look: null } => "waits for a look at its group",
        { Look.Health: not GroupHealth.Online } => "its group is not online",
        _ when turn.State.PromisedUntil > turn.Now => "waits for the end of its last promise",
        _ when RightToWrite.EndsAt(turn.State) < turn.Now + (turn.Timers.Heartbeat * 2) => $"waits for the right to write: {GuardStatus.WhyNoRight(turn.State, turn.Now)}",
        _ when !Stamps.AreForWriting(turn.State, turn.State.Look!) => "waits until the second enforcers count the right to write",
        _ => null,
    };

    private static void Force(GuardTurn turn, SitePromotion promotion)
    {
        var attempt = turn.NextNumber();
        turn.State = turn.State with { RunningForce = attempt, Promotion = promotion with { Attempt = attempt, Stage = SitePromotionStage.Forcing, Since = turn.Now, ForcedAt = promotion.ForcedAt ?? turn.Now, Reason = "the command runs" } };
        turn.Emit(new RunForce(attempt, promotion.Record, turn.Timers.ForceDeadline));
    }

    private static void Finish(GuardTurn turn, SitePromotion promotion)
    {
        Enter(turn, promotion, SitePromotionStage.Done, "the group is the set's primary");
        if (turn.HasRight && turn.State.Gate == Gate.Closed)
            Gates.Opened(turn);
    }

    private static void Enter(GuardTurn turn, SitePromotion promotion, SitePromotionStage stage, string reason) =>
        turn.State = turn.State with { Promotion = promotion with { Stage = stage, Since = turn.Now, Reason = reason } };
}
