using System.Collections.Immutable;
using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>One event being worked on: the state so far and the effects so far.</summary>
internal sealed class GuardTurn(GuardState state, TimeSpan now)
{
    private ImmutableArray<GuardEffect>.Builder? _effects;
    private long _lastNumber = state.LastNumber;

    public GuardState State { get; set; } = state;

    public TimeSpan Now { get; } = now;

    public FailoverTimers Timers => State.Timers;

    public ImmutableArray<GuardEffect> Effects => _effects?.ToImmutable() ?? [];

    public bool HasRight => RightToWrite.EndsAt(State) > Now;

    /// <summary>The newest look, if it was begun after the gate came to where it is.</summary>
    public GroupLook? CurrentLook => State.CurrentLook(Now);

    public void Emit(GuardEffect effect) => (_effects ??= ImmutableArray.CreateBuilder<GuardEffect>()).Add(effect);

    public void TellOnce(string sentence)
    {
        if (State.LastTold == sentence)
            return;
        State = State with { LastTold = sentence };
        Emit(new TellGuard(sentence));
    }

    /// <summary>A number that was never used before by this site.</summary>
    public long NextNumber() => ++_lastNumber;

    /// <summary>The state with the numbers that were used.</summary>
    public GuardState End() => State.LastNumber == _lastNumber ? State : State with { LastNumber = _lastNumber };

    /// <summary>Writes to durable storage; until that is done the new content forbids and does not allow.</summary>
    public void Keep(KeptAuthority authority)
    {
        State = State with { Keeping = authority, KeepSequence = NextNumber() };
        Emit(new KeepAuthority(State.KeepSequence, authority));
    }

    /// <summary>Takes a newer record; an older one changes nothing.</summary>
    public void Adopt(AuthorityRecord record)
    {
        if (record.Epoch > State.NewestEpoch)
            Keep(State.Newest?.With(record) ?? new KeptAuthority(record));
    }

    public void Enter(Gate gate) => State = State with { Gate = gate, GateSince = Now };
}
