using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Being the active detector: winning the record, waiting out the predecessor, and making sure of it again and again.</summary>
internal static class Terms
{
    public static void TakeOver(DetectorTurn turn, LockWon won)
    {
        turn.StandBy();
        var record = won.Record ?? new AuthorityRecord { Epoch = 0, Primary = won.InitialPrimary, Detector = "" };
        turn.State = turn.State with
        {
            Role = DetectorRole.TakingOver,
            Record = record,
            Report = null, // what became of it meanwhile is not known
            LastAutomaticAt = won.SinceAutomatic is { } since ? turn.Now - since : null,
            MaintenanceUntil = turn.Now + won.MaintenanceLeft,
        };
        if (won.Former is { Counts: true } former)
            turn.Update(record.Primary, view => view with { SeenBefore = turn.Now - former.SilentFor });
        turn.Swap(record.Next(turn.Settings.Detector), "take over as the active detector");
    }

    public static void Confirm(DetectorTurn turn)
    {
        if (turn.State.Role is DetectorRole.WarmingUp or DetectorRole.Active)
            turn.Emit(new ConfirmTerm());
    }

    public static void Confirmed(DetectorTurn turn, TermConfirmed term)
    {
        if (turn.State.Role is DetectorRole.WarmingUp or DetectorRole.Active && term.AskedAt > turn.State.ConfirmedAt)
            turn.State = turn.State with { ConfirmedAt = term.AskedAt };
    }

    /// <summary>The record is won, or it is somebody else's and so is the term; an answer from before the swap says nothing.</summary>
    public static void Answered(DetectorTurn turn, SwapAnswered answer)
    {
        var (swap, known) = (turn.State.Swap, turn.State.Record);
        if (turn.State.Role == DetectorRole.Standby || answer.Current.Epoch < (swap?.Next.Epoch ?? known!.Epoch + 1))
            return;
        if (answer.Current != swap?.Next)
        {
            Resign(turn, $"the record of {turn.Settings.ClusterSet} has epoch {answer.Current.Epoch} by {answer.Current.Detector}: another detector is active");
            return;
        }

        turn.State = turn.State with { Record = answer.Current, Swap = null, Run = null, PromotingSince = null, PromoteSentAt = SiteView.Never };
        turn.Emit(new Announce(answer.Current));
        if (turn.State.Role == DetectorRole.TakingOver)
            WarmUp(turn);
    }

    /// <summary>A swap without an answer is sent again: the database tells the two apart, since the record that it wrote is the one that was proposed.</summary>
    public static void Repeat(DetectorTurn turn, PendingSwap swap)
    {
        if (turn.Now - swap.SentAt < turn.Timers.Heartbeat * 2)
            return;
        if (IsStale(turn, swap))
        {
            Resign(turn, "the evidence for a promotion went stale while the database did not answer");
            return;
        }

        turn.State = turn.State with { Swap = swap with { SentAt = turn.Now } };
        turn.Send(swap.Next);
    }

    public static void Resign(DetectorTurn turn, string reason)
    {
        turn.StandBy();
        turn.Emit(new Resign(reason));
    }

    public static void EndWarmUp(DetectorTurn turn)
    {
        if (turn.State.Role == DetectorRole.WarmingUp && turn.Now >= turn.State.WarmUntil && turn.IsConfirmed)
            turn.State = turn.State with { Role = DetectorRole.Active };
    }

    private static bool IsStale(DetectorTurn turn, PendingSwap swap) =>
        swap.Next.Primary != turn.Record.Primary && (!turn.IsConfirmed || !turn.IsFresh(turn.State.WitnessAt)
            || (swap.Next.Promotion is { Kind: not PromotionKind.Switchover } && Weighing.VetoedBy(turn.State, turn.Now) is not null));

    private static void WarmUp(DetectorTurn turn)
    {
        turn.State = turn.State with { Role = DetectorRole.WarmingUp, WarmUntil = turn.Now + turn.Timers.GranterTime(turn.Timers.LeaseLength), LeasesEndAt = SiteView.Never };
        turn.Emit(new TellDetector($"active detector of {turn.Settings.ClusterSet} with epoch {turn.Record.Epoch}; grants and promotes nothing for {turn.Timers.LeaseLength.TotalSeconds:0} s, until what the former one granted has ended"));
    }
}
