namespace ClusterSetSuite.Failover.Guard;

/// <summary>Promises to the primary site: "I will refuse promotion for the next L".</summary>
internal static class Promiser
{
    public static void Take(GuardTurn turn, GuardEvent @event)
    {
        switch (@event)
        {
            case PromiseAsked asked: Answer(turn, asked); break;
            case FreezeAsked freeze when freeze.Epoch >= turn.State.NewestEpoch: Freeze(turn, turn.Now + turn.Timers.FreezeLength); break;
            case FreezeEnded ended when ended.Epoch >= turn.State.NewestEpoch: Freeze(turn, GuardState.Never); break;
            default: break;
        }
    }

    private static void Answer(GuardTurn turn, PromiseAsked asked)
    {
        turn.Adopt(asked.Record);
        if (WhyNot(turn.State, asked, turn.Now) is { } reason)
        {
            turn.Emit(new RefusePromise(asked.Site, asked.Nonce, turn.State.Newest?.Record, reason));
            return;
        }

        var until = turn.Now + turn.Timers.GranterTime(turn.Timers.LeaseLength);
        turn.State = turn.State with { PromisedUntil = until > turn.State.PromisedUntil ? until : turn.State.PromisedUntil };
        turn.Emit(new GivePromise(asked.Site, asked.Nonce, asked.Record.Epoch, turn.Timers.LeaseLength));
    }

    private static string? WhyNot(GuardState state, PromiseAsked asked, TimeSpan now) => state switch
    {
        { Keeping: not null } or { Kept: null } => "the newest record is not yet on durable storage",
        { Kept.Record: var record } when asked.Record.Epoch < record.Epoch => $"epoch {asked.Record.Epoch} is old; the newest is {record.Epoch}",
        { Kept.Record: var record } when record.Primary != asked.Site => $"the primary site is {record.Primary}",
        { Promotion: not null } => "this site is being promoted",
        _ when state.FrozenUntil > now => "a detector has asked this site to stop promising",
        _ => null,
    };

    private static void Freeze(GuardTurn turn, TimeSpan until) => turn.State = turn.State with { FrozenUntil = until };
}
