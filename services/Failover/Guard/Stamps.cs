using System.Collections.Immutable;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Keeps the second enforcers' stamps in step with the right to write.</summary>
internal static class Stamps
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends the stamps that a look shows to be missing or too old. The right to write is the site's: a member that is too busy to answer has it too, and its second enforcer must not end it.</summary>
    public static void Renew(GuardTurn turn, GroupLook look)
    {
        ImmutableArray<MemberStamp>.Builder? stamps = null;
        foreach (var member in look.Members)
            if (member is { EnforcerClock: { } clock } && Wanted(turn, look, member, clock) is var (kind, deadline) && !IsThere(turn.State, member.Stamp, kind, deadline))
                (stamps ??= ImmutableArray.CreateBuilder<MemberStamp>()).Add(new(member.Name, new(kind, deadline, turn.NextNumber())));
        if (stamps is not null)
            turn.Emit(new StampMembers(stamps.ToImmutable()));
    }

    /// <summary>The latest life of the guard that has stamped a member; 0 where none has.</summary>
    public static long NewestLife(GroupLook look)
    {
        var newest = 0L;
        foreach (var member in look.Members)
            newest = Math.Max(newest, member.Stamp?.Life ?? 0);
        return newest;
    }

    /// <summary>Whether every reached member's enforcer counts the right that is held; a member without an enforcer has none to count it.</summary>
    public static bool AreForWriting(GuardState state, GroupLook look)
    {
        var kind = RightToWrite.EndsAt(state) == TimeSpan.MaxValue ? StampKind.Unlimited : StampKind.Writer;
        foreach (var member in look.Members)
            if (member is { IsReached: true, EnforcerClock: { } clock } && (member.Stamp is not { } stamp || stamp.Kind != kind || (kind == StampKind.Writer && stamp.Deadline <= clock + state.Timers.Heartbeat)))
                return false;
        return true;
    }

    /// <summary>Whether every member that runs has a second enforcer that would act; null where none runs, for of a group that is down nothing new is known.</summary>
    public static bool? AreArmed(GroupLook look)
    {
        var isAnySeen = false;
        foreach (var member in look.Members)
        {
            if (member.State == MemberState.Stopped)
                continue;
            if (!member.IsReached || member.EnforcerClock is null || !member.IsEnforcerAwake || member.Stamp?.Kind == StampKind.Unlimited)
                return false;
            isAnySeen = true;
        }

        return isAnySeen ? true : null;
    }

    /// <summary>
    /// What is left of the right that an earlier life of this guard stamped. The enforcer's clock was read after the look began, so what it had left then, counted from the
    /// beginning of the look and shortened for drift, ends no later than the right did.
    /// </summary>
    public static TimeSpan Inherited(GuardState state, GroupLook look)
    {
        var until = TimeSpan.MaxValue;
        foreach (var member in look.Members)
            if (member.AcceptsWrites)
                until = member is { EnforcerClock: { } clock, Stamp: { Kind: StampKind.Writer } stamp } && Ends(state, look, stamp, clock) is var end && end < until ? end : member.Stamp?.Kind == StampKind.Writer ? until : GuardState.Never;
        return until == TimeSpan.MaxValue ? GuardState.Never : until;
    }

    private static TimeSpan Ends(GuardState state, GroupLook look, RightStamp stamp, TimeSpan clock) =>
        look.AskedAt + ((stamp.Deadline - clock) * (1 - (2 * state.Timers.ClockDrift))) - state.Timers.EnforcerPatience;

    private static (StampKind Kind, TimeSpan Deadline)? Wanted(GuardTurn turn, GroupLook look, MemberLook member, TimeSpan clock)
    {
        if (turn.State.Gate == Gate.Unguarded)
            return (StampKind.Unlimited, TimeSpan.Zero);
        var end = RightToWrite.EndsAt(turn.State);
        if (end == TimeSpan.MaxValue)
            return (StampKind.Unlimited, TimeSpan.Zero);
        if (end > turn.Now)
            return (StampKind.Writer, clock + ((end + turn.Timers.EnforcerPatience - turn.Now) * (1 - (2 * turn.Timers.ClockDrift))));
        var isFenced = turn.State.Gate == Gate.Closed && look.AskedAt >= turn.State.GateSince && member.State == MemberState.ReadOnly;
        return isFenced ? (StampKind.ReadOnly, TimeSpan.Zero) : null;
    }

    // One of an earlier life is left anew even where it says the same: if that life is not over, it finds out by it.
    private static bool IsThere(GuardState state, RightStamp? stamp, StampKind kind, TimeSpan deadline) =>
        stamp is not null && stamp.Life == state.Life && stamp.Kind == kind && (kind != StampKind.Writer || deadline - stamp.Deadline < WorthTelling);
}
