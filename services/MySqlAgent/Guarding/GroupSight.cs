using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>From what the servers of a group say to what its guard's core sees; no clock, no I/O.</summary>
internal static class GroupSight
{
    /// <summary>One member.</summary>
    /// <param name="Pod">Its pod.</param>
    /// <param name="Round">What it said; null when it did not answer.</param>
    /// <param name="IsStopped">Whether a member that did not answer is known not to run.</param>
    /// <param name="Enforcer">Its second enforcer; null where it has none.</param>
    internal sealed record Member(string Pod, GuardRound? Round, bool IsStopped, EnforcerLook? Enforcer);

    /// <summary>The look.</summary>
    public static GroupLook Of(TimeSpan askedAt, IReadOnlyList<Member> members, FailoverTimers timers)
    {
        var rounds = members.Select(member => member.Round).OfType<GuardRound>().ToList();
        var primary = rounds.FirstOrDefault(round => round.Member.IsPrimary);
        var speaker = primary ?? rounds.FirstOrDefault();
        return new()
        {
            AskedAt = askedAt,
            Members = [.. members.Select(Of)],
            IsSetPrimary = speaker is not null && IsSetPrimary(rounds, speaker),
            Health = Health(members, rounds),
            Receiving = primary?.Member.Channel is { } channel ? Receiving(channel, timers) : Failover.Reports.Receiving.Unknown,
            HeartbeatRowAge = speaker?.HeartbeatAge is { } age ? TimeSpan.FromSeconds(age) : null,
            Received = Gtids(primary?.Member.Channel?.Received),
            Executed = Gtids(speaker?.Member.Executed),
        };
    }

    /// <summary>The group as a whole: online by the word of a member with quorum; offline only when every member answers, or is known to be stopped, and none runs the group.</summary>
    internal static GroupHealth Health(IReadOnlyList<Member> members, IReadOnlyList<GuardRound> rounds) => rounds switch
    {
        _ when rounds.Any(round => round.Member is { IsPrimary: true, HasQuorum: true }) => GroupHealth.Online,
        _ when rounds.Any(round => round.Member is { IsInGroup: true, HasQuorum: true }) => GroupHealth.Unknown, // an election is under way
        _ when rounds.Any(round => round.Member.State is "ONLINE") => GroupHealth.NoQuorum,
        _ when members.All(member => member.Round is not null || member.IsStopped) && rounds.All(round => round.Member.State is "OFFLINE" or "ERROR") => GroupHealth.Offline,
        _ => GroupHealth.Unknown,
    };

    /// <summary>Whether anything came within <c>replica_net_timeout</c>. A receiver that is connected and has not told yet is not read as silent.</summary>
    internal static Receiving Receiving(ChannelObservation channel, FailoverTimers timers) => channel switch
    {
        { Receiver: "ON", SilentFor: null } => Failover.Reports.Receiving.Unknown,
        { Receiver: "ON", SilentFor: { } silence } => silence <= timers.ReplicaNetTimeout.TotalSeconds ? Failover.Reports.Receiving.Yes : Failover.Reports.Receiving.No,
        _ => Failover.Reports.Receiving.No,
    };

    private static MemberLook Of(Member member) => new(
        member.Pod,
        member.Round?.Member switch
        {
            null => member.IsStopped ? MemberState.Stopped : MemberState.Unknown,
            { ReadOnly: true } or { IsRecovering: true } => MemberState.ReadOnly, // fenced while it is cloned, it would leave the group (seen on the lab)
            _ => MemberState.Writable,
        },
        member.Round?.Member.Offline == true,
        member.Round is null or { StartsShut: true } ? member.Enforcer?.Clock : null,
        member.Enforcer?.Stamp) { IsInSet = member.Round is null or { Member.Set.Own: not null }, IsEnforcerAwake = member.Enforcer is { IsAwake: true }, IsInGroup = member.Round is { Member.IsInGroup: true } };

    // By the newest metadata that any member has, and only a group that no channel feeds: a server that was away may still hold the old view.
    private static bool IsSetPrimary(IReadOnlyList<GuardRound> rounds, GuardRound speaker) =>
        speaker.Member.Channel is null && rounds.Select(round => round.Member.Set).OfType<SetObservation>().MaxBy(set => set.View) is { Own: { } own, Primary: var primary } && own == primary;

    private static GtidSet Gtids(string? text) => text is not null && GtidSet.TryParse(text, out var set, out _) ? set : GtidSet.Empty;
}
