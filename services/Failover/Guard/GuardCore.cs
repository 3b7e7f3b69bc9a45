namespace ClusterSetSuite.Failover.Guard;

/// <summary>
/// Fences and unfences one site's group, promises to the primary site, and promotes its own site on command. A pure function: no clock, no I/O, no threads.
/// See <see cref="FailoverCore"/> for how a shell drives it.
/// </summary>
public static class GuardCore
{
    /// <summary>Takes one event.</summary>
    /// <param name="state">The state.</param>
    /// <param name="event">What happened.</param>
    /// <param name="now">This process's monotonic clock.</param>
    public static Turn<GuardState, GuardEffect> Step(GuardState state, GuardEvent @event, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.IsReplaced)
            return new(state, []);
        if (@event is GroupLooked { Look: var look } && Stamps.NewestLife(look) > state.Life)
            return new(state with { IsReplaced = true }, [new GiveWay()]);
        var turn = new GuardTurn(state, now);
        var hadRight = turn.HasRight;
        Absorb(turn, @event);
        if (!hadRight && turn.HasRight)
            Asking.AwaitLook(turn);
        Gates.Drive(turn);
        PromotionHere.Drive(turn);
        Asking.Drive(turn);
        return new(turn.End(), turn.Effects);
    }

    /// <summary>The next instant at which time alone changes something: the end of the right to write, or of a rung's limit, or the time for a look that is awaited.</summary>
    public static TimeSpan? NextWake(GuardState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (look, gate) = (Asking.AwaitedLookAt(state), GateWake(state));
        return look < gate ? look : gate ?? look;
    }

    private static TimeSpan? GateWake(GuardState state) => state.Gate switch
    {
        Gate.Closing => state.RungSince + Gates.LimitOf(state.Timers, state.Rung),
        Gate.Open or Gate.Opening when RightToWrite.EndsAt(state) is var end && end != TimeSpan.MaxValue => end,
        _ => null,
    };

    private static void Absorb(GuardTurn turn, GuardEvent @event)
    {
        switch (@event)
        {
            case GuardWoke: break;
            case AuthorityHeard heard: turn.Adopt(heard.Record); break;
            case AuthorityKept kept: TakeKept(turn, kept); break;
            case LeaseGranted or LeaseRefused or PromiseGiven or PromiseRefused: Asking.Take(turn, @event); break;
            case PromiseAsked or FreezeAsked or FreezeEnded: Promiser.Take(turn, @event); break;
            case FenceAsked fence: Gates.Hold(turn, fence); break;
            case PromoteAsked promote: PromotionHere.Take(turn, promote); break;
            case StandDownAsked down: PromotionHere.StandDown(turn, down); break;
            case ForceEnded ended: PromotionHere.Take(turn, ended); break;
            case GroupLooked looked: Looks.Take(turn, looked.Look); break;
            case StampsLeft: Asking.AwaitLook(turn); break;
            case RungEnded ended: Gates.Take(turn, ended); break;
            case OpenEnded ended: Gates.Take(turn, ended); break;
            case ReportAsked asked: turn.Emit(new SendReport(asked.Token, GuardReports.Of(turn.State, turn.Now))); break;
            default: throw new ArgumentException($"no rule for {@event.GetType().Name}", nameof(@event));
        }
    }

    private static void TakeKept(GuardTurn turn, AuthorityKept kept)
    {
        if (kept.Sequence == turn.State.KeepSequence && turn.State.Keeping is { } keeping)
        {
            turn.State = turn.State with { Kept = keeping, Keeping = null };
            Asking.AskAnew(turn);
        }
    }
}
