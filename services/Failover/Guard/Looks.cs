using System.Collections.Immutable;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Takes a look at the group: what it says to the gate, the second enforcers and offline_mode.</summary>
internal static class Looks
{
    public static void Take(GuardTurn turn, GroupLook look)
    {
        if (turn.State.Look is { } known && look.AskedAt <= known.AskedAt)
            return;
        turn.State = turn.State with { Look = look };
        if (turn.State is { Gate: Gate.Unknown, Kept: { HoldsFence: false } kept } && kept.Record.Primary == turn.State.Site)
            Inherit(turn, look);
        Stamps.Renew(turn, look);
        SetOffline(turn, look);
    }

    /// <summary>A guard that has only been restarted goes on with the right that it had, so that its own restart is no outage.</summary>
    private static void Inherit(GuardTurn turn, GroupLook look)
    {
        var until = Stamps.Inherited(turn.State, look);
        if (until > turn.State.InheritedUntil)
            turn.State = turn.State with { InheritedUntil = until };
    }

    private static void SetOffline(GuardTurn turn, GroupLook look)
    {
        if (IsOfflineWanted(turn) is not { } wanted)
            return;
        ImmutableArray<string>.Builder? members = null;
        foreach (var member in look.Members)
            if (member.IsReached && member.IsOffline != wanted && (wanted || member.IsInGroup || turn.State.Gate == Gate.Unguarded))
                (members ??= ImmutableArray.CreateBuilder<string>()).Add(member.Name);
        if (members is not null)
            turn.Emit(new SetOffline(wanted, members.ToImmutable()));
    }

    /// <summary>
    /// A group that lost the right, or is quarantined, or still calls itself the primary, lets no client in: then no repair by an operator makes it writable. A fenced replica site serves reads,
    /// by those of its members that are in the group: AdminAPI makes a server that it brings back writable for moments.
    /// </summary>
    private static bool? IsOfflineWanted(GuardTurn turn) => turn.State.Gate switch
    {
        Gate.Unguarded or Gate.Open => false,
        Gate.Closed when turn.HasRight && turn.State.Promotion is { Stage: Reports.SitePromotionStage.Forcing } => null, // its own command makes it writable
        Gate.Closed when turn.CurrentLook is { } look => !IsHealthyReplica(turn) || look.IsSetPrimary || look.Members.Any(member => member.State == MemberState.Writable),
        _ => null,
    };

    /// <summary>A replica that is to be promoted is one still, until its command may have begun; then only the right to write keeps it open.</summary>
    private static bool IsHealthyReplica(GuardTurn turn) =>
        turn.State.Newest is { Record: var record, ForceStarted: var isForced } && !record.Quarantined.Contains(turn.State.Site)
        && (record.Primary != turn.State.Site || (turn.State.Promotion is not null && (turn.HasRight || !isForced)));
}
