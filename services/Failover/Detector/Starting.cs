using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Begins a promotion when the evidence is complete and nothing holds it; else says why not.</summary>
internal static class Starting
{
    public static void Consider(DetectorTurn turn)
    {
        // One that was called off is begun again with the next heartbeat at the earliest: each beginning asks all sites for reports, and each report could begin it again.
        if (turn.Settings.Mode == FailoverMode.Off || !turn.IsDue(turn.State.CalledOffAt))
            return;
        var evidence = Weighing.Evidence(turn.State, turn.Now);
        if (Kind(evidence) is not { } kind)
        {
            Calm(turn, evidence);
            return;
        }

        var holds = Weighing.Holds(turn.State, turn.Now) | LossHold(turn, kind);
        var approval = turn.State.Approved is { } word && turn.Now <= word.Until ? word : null;
        if (holds == Holds.None || (approval is not null && (holds & Holds.Hard) == 0))
            Begin(turn, kind, holds == Holds.None && approval is null ? null : approval);
        else
            Ask(turn, holds);
    }

    /// <summary>A new run.</summary>
    public static void Begin(DetectorTurn turn, PromotionKind kind, Approval? approval)
    {
        var run = new PromotionRun
        {
            Kind = kind,
            From = turn.Record.Primary,
            Phase = kind == PromotionKind.FailoverFromDown ? PromotionPhase.Repairing : PromotionPhase.Freezing,
            PhaseSince = turn.Now,
            StartedAt = turn.Now,
            Person = approval?.Person,
            Wanted = approval?.Target,
        };
        turn.State = turn.State with { Run = run, Approved = null };
        turn.TellOnce(Explanations.Begin(turn, run));
    }

    private static PromotionKind? Kind(Evidence evidence) => evidence switch
    {
        _ when evidence.HasFlag(Evidence.ForFailover) => PromotionKind.Failover,
        _ when evidence.HasFlag(Evidence.ForFailoverFromDown) => PromotionKind.FailoverFromDown,
        _ => null,
    };

    private static Holds LossHold(DetectorTurn turn, PromotionKind kind)
    {
        foreach (var site in turn.Record.Promotable)
            if (LossGate.Allows(turn.Settings, LossGate.Estimate(turn.State, site, kind)))
                return Holds.None;
        return Holds.LossNotAllowed;
    }

    private static void Ask(DetectorTurn turn, Holds holds)
    {
        var sentence = Explanations.WhyNot(turn.State, holds, turn.Now);
        if (turn.Settings.Mode == FailoverMode.Observe)
            turn.TellOnce(sentence);
        else
            turn.AskOnce(sentence);
    }

    /// <summary>Forgets what was told once the primary is there again, so that the next outage is told anew.</summary>
    private static void Calm(DetectorTurn turn, Evidence evidence)
    {
        if (turn.State.LastTold is not null && (evidence & (Evidence.MembersSilent | Evidence.GroupDown)) == 0 && turn.Record.Promotion is null)
            turn.State = turn.State with { LastTold = null };
    }
}
