namespace ClusterSetSuite.Failover.Detector;

/// <summary>
/// Grants the lease to the primary site, weighs the evidence of its loss, and drives promotions. A pure function: no clock, no I/O, no threads.
/// See <see cref="FailoverCore"/> for how a shell drives it.
/// </summary>
public static class DetectorCore
{
    /// <summary>Takes one event.</summary>
    /// <param name="state">The state.</param>
    /// <param name="event">What happened.</param>
    /// <param name="now">This process's monotonic clock.</param>
    public static Turn<DetectorState, DetectorEffect> Step(DetectorState state, DetectorEvent @event, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var turn = new DetectorTurn(state, now);
        Absorption.NoticeGap(turn);
        Absorb(turn, @event);
        Conduct(turn);
        return new(turn.State with { LastStepAt = now }, turn.Effects);
    }

    private static void Absorb(DetectorTurn turn, DetectorEvent @event)
    {
        switch (@event)
        {
            case DetectorWoke: Terms.Confirm(turn); break;
            case MembersProbed probe: Absorption.Take(turn, probe); break;
            case SiteReported report: Absorption.Take(turn, report); break;
            case WitnessAnswered witness: turn.State = turn.State with { WitnessAt = Moments.Later(turn.State.WitnessAt, witness.AskedAt) }; break;
            case LeaseAsked ask: Leases.Answer(turn, ask); break;
            case TermConfirmed term: Terms.Confirmed(turn, term); break;
            case LockWon won: Terms.TakeOver(turn, won); break;
            case LockLost: turn.StandBy(); break;
            case SwapAnswered answer: Terms.Answered(turn, answer); break;
            case OtherSetsSeen others: turn.State = turn.State with { OthersLookDead = others.LookDead }; break;
            default: People.Take(turn, @event); break;
        }
    }

    private static void Conduct(DetectorTurn turn)
    {
        if (turn.State.Record is null || turn.State.Role == DetectorRole.Standby)
            return;
        if (turn.State.Swap is { } swap)
        {
            Terms.Repeat(turn, swap);
            return;
        }

        Terms.EndWarmUp(turn);
        Suspicion.Share(turn);
        if (turn.State.Role != DetectorRole.Active)
            return;
        if (turn.State.Run is { } run)
            Runs.Drive(turn, run);
        else if (turn.Record.Promotion is { } promotion)
            Promotions.Drive(turn, promotion);
        else
            Arming.Drive(turn);
        if (turn.State is { Swap: null, Run: null })
            Starting.Consider(turn);
    }
}
