using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>A promotion before it wins its epoch. Every step is taken by what is seen now, so lost, late and repeated messages change nothing.</summary>
internal static class Runs
{
    public static void Drive(DetectorTurn turn, PromotionRun run)
    {
        if (WhyStop(turn, run) is { } reason)
        {
            Cancel(turn, run, reason);
            return;
        }

        if (run.Phase != PromotionPhase.Repairing && turn.IsDue(run.SentAt))
            run = SendAll(turn, run);
        switch (run.Phase)
        {
            case PromotionPhase.Repairing: Repair(turn, run); break;
            case PromotionPhase.Freezing: Freeze(turn, run); break;
            case PromotionPhase.Fencing: Fence(turn, run); break;
            default: Drain(turn, run); break;
        }

        // What a phase waits for may be there already: the next event can be a heartbeat away.
        if (turn.State is { Swap: null, Run: { } next } && next.Phase != run.Phase)
            Drive(turn, next);
    }

    /// <summary>Takes everything back: promises may be given again, and a fence that the guard was asked to hold ends with the next epoch.</summary>
    private static void Cancel(DetectorTurn turn, PromotionRun run, string reason)
    {
        turn.State = turn.State with { Run = null, CalledOffAt = turn.Now };
        foreach (var site in turn.Record.Promotable)
            turn.Emit(new EndFreeze(site, turn.Record.Epoch));
        turn.TellOnce($"the promotion away from site {run.From} is called off: {reason}");
        if (run.FenceAsked)
            turn.Swap(turn.Record.Next(turn.Settings.Detector), $"give site {run.From} its authority back");
    }

    private static string? WhyStop(DetectorTurn turn, PromotionRun run)
    {
        var (evidence, holds) = (Weighing.Evidence(turn.State, turn.Now), Weighing.Holds(turn.State, turn.Now));
        var (needed, heldBy) = run.Kind switch
        {
            PromotionKind.Failover => (Evidence.ForFailover, run.Person is null ? ~Holds.None : Holds.Hard),
            PromotionKind.FailoverFromDown => (NeededFromDown(run), run.Person is null ? ~Holds.None : Holds.Hard),
            _ => (Evidence.TargetReached, Holds.NotActive | Holds.NotConfirmed | Holds.NobodyPromotable),
        };
        return !evidence.HasFlag(needed) ? Explanations.Missing(needed & ~evidence)
            : (holds & heldBy) != 0 ? Explanations.Held(turn.State, holds & heldBy, turn.Now)
            : null;
    }

    /// <summary>Stopped servers make the group's own word for being down superfluous.</summary>
    private static Evidence NeededFromDown(PromotionRun run) => run.FenceAsked ? Evidence.ForFailoverFromDown & ~Evidence.GroupDown : Evidence.ForFailoverFromDown;

    private static PromotionRun SendAll(DetectorTurn turn, PromotionRun run)
    {
        var epoch = turn.Record.Epoch;
        foreach (var site in turn.Record.Promotable)
            turn.Emit(new AskFreeze(site, epoch));
        if (run.Phase == PromotionPhase.Fencing || run.FenceAsked)
            turn.Emit(new AskFence(run.From, epoch, run.Kind == PromotionKind.FailoverFromDown));
        if (run.Phase == PromotionPhase.Draining)
            foreach (var site in turn.Record.Promotable)
                if (turn.FreshReport(site) is { IsDrained: false })
                    turn.Emit(new AskDrain(site, epoch));
        return Keep(turn, run with { SentAt = turn.Now });
    }

    private static void Repair(DetectorTurn turn, PromotionRun run)
    {
        if (turn.Now - run.PhaseSince >= turn.Timers.RepairLimit)
            Enter(turn, run, PromotionPhase.Freezing);
        else if (turn.Now - run.SentAt >= turn.Timers.RepairLimit / 6)
        {
            Keep(turn, run with { SentAt = turn.Now });
            turn.Emit(new AskRepair(run.From, turn.Record.Epoch));
        }
    }

    private static void Freeze(DetectorTurn turn, PromotionRun run)
    {
        var isOver = turn.Now - run.PhaseSince >= turn.Timers.GranterTime(turn.Timers.LeaseLength) + turn.Timers.AnswerFreshness;
        if (!TargetChoice.Candidates(turn, run).Any())
        {
            if (isOver)
                Cancel(turn, run, TargetChoice.Best(turn, run, out var reason) is null ? reason : "its promises did not end");
        }
        else if (run.Kind != PromotionKind.Failover)
            Enter(turn, run, PromotionPhase.Fencing);
        else if (turn.Now >= turn.State.LeasesEndAt && (isOver || AllFrozen(turn)))
            Enter(turn, run, PromotionPhase.Draining);
    }

    private static bool AllFrozen(DetectorTurn turn)
    {
        foreach (var site in turn.Record.Promotable)
            if (turn.FreshReport(site) is { PromisesOver: false })
                return false;
        return true;
    }

    private static void Fence(DetectorTurn turn, PromotionRun run)
    {
        if (turn.FreshReport(run.From) is { } report && IsProof(turn, run, report))
            Enter(turn, run with { Goal = report.Executed, FenceAsked = true }, PromotionPhase.Draining);
        else if (turn.Now - run.PhaseSince >= turn.Timers.FenceWait)
            Cancel(turn, run with { FenceAsked = true }, $"the guard of site {run.From} did not prove the fence within {turn.Timers.FenceWait.TotalSeconds:0} s");
        else
            Keep(turn, run with { FenceAsked = true });
    }

    // A switchover waits for all that the old primary executed: only servers that still answer can tell it.
    private static bool IsProof(DetectorTurn turn, PromotionRun run, SiteReport report) =>
        report.Fenced && report.FenceHeldEpoch == turn.Record.Epoch
        && (run.Kind != PromotionKind.FailoverFromDown || report.ServersStopped)
        && (run.Kind != PromotionKind.Switchover || report.Health == GroupHealth.Online);

    private static void Drain(DetectorTurn turn, PromotionRun run)
    {
        var isSwitch = run.Kind == PromotionKind.Switchover;
        var best = AllDrained(turn, run) ? TargetChoice.Best(turn, run, out var reason) : null;
        if (best is not null && isSwitch && !best.Executed.Contains(run.Goal!))
            best = null;
        if (best is null)
        {
            reason = TargetChoice.Best(turn, run, out var why) is null ? why : "the candidates have not applied all that they received";
            if (turn.Now - run.PhaseSince >= (isSwitch ? turn.Timers.FenceWait : turn.Timers.DrainLimit))
                GiveUp(turn, run, reason);
        }
        else if (run.Person is null && LossGate.Estimate(turn.State, best.Site, run.Kind) is var loss && !LossGate.Allows(turn.Settings, loss))
            GiveUp(turn, run, LossGate.Words(turn.State, best.Site, loss));
        else
            Decisions.Decide(turn, run, best);
    }

    private static bool AllDrained(DetectorTurn turn, PromotionRun run) => TargetChoice.Candidates(turn, run).All(report => report.IsDrained);

    private static void GiveUp(DetectorTurn turn, PromotionRun run, string reason)
    {
        Cancel(turn, run, reason);
        turn.AskOnce($"site {run.From} should give its authority away, but {reason}: decide, and approve the failover with its target if it is right");
    }

    private static void Enter(DetectorTurn turn, PromotionRun run, PromotionPhase phase) =>
        Keep(turn, run with { Phase = phase, PhaseSince = turn.Now, SentAt = SiteView.Never });

    private static PromotionRun Keep(DetectorTurn turn, PromotionRun run)
    {
        turn.State = turn.State with { Run = run };
        return run;
    }
}
