using System.Collections.Immutable;
using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Asks for the lease and for promises, and counts them from before it asked.</summary>
internal static class Asking
{
    public static void Take(GuardTurn turn, GuardEvent @event)
    {
        switch (@event)
        {
            case LeaseGranted granted: TakeLease(turn, granted); break;
            case LeaseRefused refused: TakeRefusal(turn, refused); break;
            case PromiseGiven given: TakePromise(turn, given); break;
            case PromiseRefused refused: TakeRefusal(turn, refused); break;
            default: break;
        }
    }

    public static void Drive(GuardTurn turn)
    {
        if (turn.Now - turn.State.LookSentAt >= LookInterval(turn) || turn.Now >= AwaitedLookAt(turn.State))
        {
            turn.State = turn.State with { LookSentAt = turn.Now, IsLookAwaited = false };
            turn.Emit(new LookAtGroup());
        }

        if (turn.State is not { Kept.Record: var record, Keeping: null } || record.Primary != turn.State.Site)
            return;
        if (IsDue(turn, turn.State.Lease))
            AskLease(turn, record);
        foreach (var site in record.PromiseSites)
            AskPromise(turn, record, site);
    }

    /// <summary>Something has happened that the next look can tell of: a promotion, an opening or the proof of a fence does not wait out the time between two looks.</summary>
    public static void AwaitLook(GuardTurn turn)
    {
        if (IsHurried(turn))
            turn.State = turn.State with { IsLookAwaited = true };
    }

    /// <summary>When the look that is awaited is due: after the one under way, which began too early, and not so soon that servers would have nothing else to do.</summary>
    public static TimeSpan? AwaitedLookAt(GuardState state) =>
        state.IsLookAwaited && state.Look is { } look && look.AskedAt >= state.LookSentAt ? state.LookSentAt + (state.Timers.Heartbeat / 10) : null;

    /// <summary>Requests with an older record are refused, so the ones under way are sent anew at once.</summary>
    public static void AskAnew(GuardTurn turn) => turn.State = turn.State with
    {
        Lease = turn.State.Lease.IsAnswered ? turn.State.Lease : turn.State.Lease.AskedAnew(),
        Promises = [.. turn.State.Promises.Select(promise => promise.Right.Until > turn.Now + turn.Timers.LeaseRenewal ? promise : promise with { Right = promise.Right.AskedAnew() })],
    };

    private static void TakeLease(GuardTurn turn, LeaseGranted granted)
    {
        turn.Adopt(granted.Record);
        if (granted.Record.Epoch >= turn.State.NewestEpoch && granted.Record.Primary == turn.State.Site)
            turn.State = turn.State with { Lease = turn.State.Lease.Given(granted.Nonce, turn.Timers.HolderTime(granted.Length)) };
    }

    private static void TakeRefusal(GuardTurn turn, LeaseRefused refused)
    {
        if (refused.Record is { } record)
            turn.Adopt(record);
        turn.State = turn.State with { Lease = turn.State.Lease.Refused(refused.Nonce) };
    }

    private static void TakeRefusal(GuardTurn turn, PromiseRefused refused)
    {
        if (refused.Record is { } record)
            turn.Adopt(record);
        Take(turn, refused.Site, right => right.Refused(refused.Nonce));
    }

    /// <summary>A promise holds whatever epoch it was given in: the site that gave it refuses any promotion until then.</summary>
    private static void TakePromise(GuardTurn turn, PromiseGiven given) => Take(turn, given.Site, right => right.Given(given.Nonce, turn.Timers.HolderTime(given.Length)));

    private static void Take(GuardTurn turn, string site, Func<HeldRight, HeldRight> answer)
    {
        var at = IndexOf(turn.State.Promises, site);
        if (at >= 0 && turn.State.Promises[at] is var promise)
            turn.State = turn.State with { Promises = turn.State.Promises.SetItem(at, promise with { Right = answer(promise.Right) }) };
    }

    private static void AskLease(GuardTurn turn, AuthorityRecord record)
    {
        var nonce = turn.NextNumber();
        turn.State = turn.State with { Lease = turn.State.Lease.Asked(nonce, turn.Now, turn.Timers.LeaseLength) };
        turn.Emit(new AskLease(nonce, record.Epoch));
    }

    private static void AskPromise(GuardTurn turn, AuthorityRecord record, string site)
    {
        var at = IndexOf(turn.State.Promises, site);
        var known = at < 0 ? new(site, new()) : turn.State.Promises[at];
        if (!IsDue(turn, known.Right))
            return;
        var nonce = turn.NextNumber();
        var asked = known with { Right = known.Right.Asked(nonce, turn.Now, turn.Timers.LeaseLength) };
        turn.State = turn.State with { Promises = at < 0 ? turn.State.Promises.Add(asked) : turn.State.Promises.SetItem(at, asked) };
        turn.Emit(new AskPromise(site, nonce, record));
    }

    /// <summary>What is held is renewed in time; what is not, or was not answered, is asked for sooner.</summary>
    private static bool IsDue(GuardTurn turn, HeldRight right) =>
        turn.Now - right.AskedAt >= (!right.IsAnswered ? turn.Timers.Heartbeat : right.Until > turn.Now + turn.Timers.LeaseRenewal ? turn.Timers.LeaseRenewal : turn.Timers.Heartbeat);

    private static TimeSpan LookInterval(GuardTurn turn) => IsHurried(turn) ? turn.Timers.Heartbeat / 2 : turn.Timers.Heartbeat;

    private static bool IsHurried(GuardTurn turn) => turn.State.Promotion is not null || (turn.State.Gate == Gate.Closed && (turn.HasRight || turn.State.Newest is { HoldsFence: true }));

    private static int IndexOf(ImmutableArray<HeldPromise> promises, string site)
    {
        for (var i = 0; i < promises.Length; i++)
            if (promises[i].Site == site)
                return i;
        return -1;
    }
}
