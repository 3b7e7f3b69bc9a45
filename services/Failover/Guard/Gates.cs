namespace ClusterSetSuite.Failover.Guard;

/// <summary>Fences when the right to write ends, up the ladder, and unfences only with the right.</summary>
internal static class Gates
{
    public static TimeSpan LimitOf(FailoverTimers timers, FenceRung rung) => rung switch
    {
        FenceRung.ReadOnly => timers.ReadOnlyRung,
        FenceRung.Offline => timers.OfflineRung,
        _ => timers.StopRung,
    };

    public static void Drive(GuardTurn turn)
    {
        if (!turn.State.IsEnforced)
        {
            LetGo(turn);
            return;
        }

        switch (turn.State.Gate)
        {
            case Gate.Unguarded: turn.Enter(Gate.Unknown); break;
            case Gate.Unknown: FindOut(turn); break;
            case Gate.Closing when MayOpen(turn): Open(turn); break;
            case Gate.Closing: Climb(turn); break;
            case Gate.Closed: Watch(turn); break;
            default: Supervise(turn); break;
        }
    }

    /// <summary>A detector wants a fence that holds; it is kept before it counts as proven.</summary>
    public static void Hold(GuardTurn turn, FenceAsked fence)
    {
        if (turn.State.Newest is not { } newest || fence.Epoch < newest.Record.Epoch)
            return;
        if (newest.FenceHeldEpoch != fence.Epoch || newest.StopServers != fence.StopServers)
            turn.Keep(newest with { FenceHeldEpoch = fence.Epoch, StopServers = fence.StopServers });
        if (fence.StopServers && turn.State.Gate is Gate.Closed or Gate.Closing && !(turn.State is { Gate: Gate.Closed, Rung: FenceRung.Stop }) && turn.State.Rung != FenceRung.Stop)
            Close(turn, FenceRung.Stop, $"asked with epoch {fence.Epoch} to stop the servers");
    }

    public static void Take(GuardTurn turn, RungEnded ended)
    {
        if (turn.State.Gate != Gate.Closing || ended.Attempt != turn.State.Attempt)
            return;
        if (!turn.State.IsEnforced)
            turn.Enter(Gate.Closed);
        else if (ended.IsProven)
        {
            turn.Enter(Gate.Closed);
            Asking.AwaitLook(turn);
            turn.TellOnce($"fenced: every member is read-only or stopped (rung {turn.State.Rung})");
        }
        else
            NextRung(turn, ended.Words);
    }

    public static void Take(GuardTurn turn, OpenEnded ended)
    {
        if (turn.State.Gate != Gate.Opening || ended.Attempt != turn.State.Attempt)
            return;
        turn.Enter(ended.IsOpen ? Gate.Open : Gate.Closed);
        if (ended.IsOpen)
            turn.TellOnce("the group takes writes");
    }

    /// <summary>The force command has made the group writable by the right that is held.</summary>
    public static void Opened(GuardTurn turn) => turn.Enter(Gate.Open);

    /// <summary>Nothing is enforced any more: a primary cluster that was fenced is opened, and then all is left alone.</summary>
    private static void LetGo(GuardTurn turn)
    {
        StartStopped(turn);
        var isMine = turn.State.Newest?.Record.Primary == turn.State.Site;
        if (turn.State.Gate == Gate.Unguarded)
            return;
        if (isMine && turn.State.Gate == Gate.Closing)
            AwaitRung(turn);
        else if (!isMine || turn.State.Gate == Gate.Open || turn.CurrentLook is { AcceptsWrites: true })
            turn.Enter(Gate.Unguarded);
        else if (turn.State.Gate == Gate.Opening && turn.Now - turn.State.GateSince > turn.Timers.AnswerFreshness)
            turn.Enter(Gate.Closed);
        else if (turn.State.Gate != Gate.Opening && MayOpen(turn))
            Open(turn);
    }

    /// <summary>A rung that is under way would close the group behind the back of a guard that has let go: it is opened when the rung has ended, or has had its time.</summary>
    private static void AwaitRung(GuardTurn turn)
    {
        if (turn.Now - turn.State.RungSince >= LimitOf(turn.Timers, turn.State.Rung))
            turn.Enter(Gate.Closed);
    }

    private static void FindOut(GuardTurn turn)
    {
        if (turn.CurrentLook is { AcceptsWrites: true } && turn.HasRight)
            turn.Enter(Gate.Open);
        else if (turn.CurrentLook is not null || turn.Now - turn.State.GateSince > turn.Timers.Heartbeat * 2)
            Close(turn, FenceRung.ReadOnly, "starts read-only until it holds the right to write");
    }

    private static void Supervise(GuardTurn turn)
    {
        if (!turn.HasRight)
            Close(turn, FenceRung.ReadOnly, $"the right to write has ended: {GuardStatus.WhyNoRight(turn.State, turn.Now)}");
        else if (turn.State.Gate == Gate.Opening && turn.Now - turn.State.GateSince > turn.Timers.AnswerFreshness)
            turn.Enter(Gate.Closed);
        else if (turn.State.Gate == Gate.Open && turn.CurrentLook is { AcceptsWrites: false } && MayOpen(turn))
            Open(turn);
    }

    private static void Watch(GuardTurn turn)
    {
        StartStopped(turn);
        if (turn.HasRight)
        {
            if (MayOpen(turn))
                Open(turn);
        }
        else if (turn.CurrentLook is { } look && look.Members.Any(member => member.IsOpenWithoutRight))
            Close(turn, FenceRung.ReadOnly, "a member was found writable without the right to write");
    }

    /// <summary>Servers that a fence had stopped are started when it is held no longer.</summary>
    private static void StartStopped(GuardTurn turn)
    {
        if (turn.State is not { Keeping: null, Kept: { StopServers: true, HoldsFence: false } kept })
            return;
        turn.Keep(kept with { StopServers = false });
        turn.Emit(new StartServers());
    }

    private static void Climb(GuardTurn turn)
    {
        if (turn.Now - turn.State.RungSince >= LimitOf(turn.Timers, turn.State.Rung))
            NextRung(turn, "the rung did not end within its limit");
    }

    /// <summary>Servers are stopped only where the group could be writing; a replica site with a member out of reach is asked again.</summary>
    private static void NextRung(GuardTurn turn, string words)
    {
        var mayWrite = turn.State.Newest!.Record.Primary == turn.State.Site || turn.State.Newest.Record.Quarantined.Contains(turn.State.Site)
            || turn.State.Look?.Members.Any(member => member.State == MemberState.Writable) != false;
        var next = mayWrite && turn.State.Rung != FenceRung.Stop ? turn.State.Rung + 1 : turn.State.Rung;
        Close(turn, next, words);
    }

    private static void Close(GuardTurn turn, FenceRung rung, string why)
    {
        if (turn.State.Gate != Gate.Closing)
            turn.Enter(Gate.Closing);
        if (turn.State.Newest is { HoldsFence: true, StopServers: true })
            rung = FenceRung.Stop;
        turn.State = turn.State with { Rung = rung, RungSince = turn.Now, Attempt = turn.NextNumber() };
        turn.Emit(new ClimbRung(turn.State.Attempt, rung, LimitOf(turn.Timers, rung)));
        turn.TellOnce($"fencing with rung {rung}: {why}");
    }

    private static void Open(GuardTurn turn)
    {
        turn.Enter(Gate.Opening);
        turn.State = turn.State with { Attempt = turn.NextNumber() };
        turn.Emit(new OpenGroup(turn.State.Attempt));
    }

    /// <summary>The right is held for long enough, on durable record; the group is the set's primary and up; and every reached member's second enforcer already counts that right.</summary>
    private static bool MayOpen(GuardTurn turn)
    {
        if (RightToWrite.EndsAt(turn.State) - turn.Timers.Heartbeat * 2 < turn.Now || turn.State.Keeping is not null)
            return false;
        if (turn.CurrentLook is not { IsSetPrimary: true } look || turn.State.Promotion is { Stage: not Reports.SitePromotionStage.Done })
            return false;
        return look.Health == Reports.GroupHealth.Online && Stamps.AreForWriting(turn.State, look);
    }
}
