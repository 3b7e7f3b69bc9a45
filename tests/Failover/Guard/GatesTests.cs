using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Tests.Guard;

/// <summary>What a fenced site's guard does about what it sees.</summary>
public class GatesTests
{
    private static readonly FailoverTimers Timers = new();
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Theory]
    [InlineData(MemberState.Writable, false, true, true)] // takes clients' writes
    [InlineData(MemberState.Writable, false, false, true)]
    [InlineData(MemberState.Writable, true, true, true)] // an operator's repair has begun
    [InlineData(MemberState.Writable, true, false, false)] // given up, and made anew by AdminAPI
    [InlineData(MemberState.ReadOnly, false, true, false)]
    public void A_member_that_is_open_without_the_right_is_fenced_again(MemberState state, bool isOffline, bool isInSet, bool fences)
    {
        var fenced = Fenced();
        var turn = Step(fenced, new GroupLooked(Look(new("prd-0", state, isOffline, null, null) { IsInSet = isInSet })));
        Assert.Equal(fences, turn.Effects.OfType<ClimbRung>().Any());
        Assert.Equal(fences ? Gate.Closing : Gate.Closed, turn.State.Gate);
    }

    [Fact]
    public void A_fenced_site_is_let_go_by_a_record_that_enforces_nothing_and_stopped_servers_are_started_again()
    {
        var fenced = Kept(Step(Fenced(), new FenceAsked(5, StopServers: true)));
        while (fenced is not { Gate: Gate.Closed, Rung: FenceRung.Stop })
            fenced = Step(fenced, new RungEnded(fenced.Attempt, true, "")).State;

        var turn = Step(fenced, new AuthorityHeard(fenced.Newest!.Record.Next("d") with { Enforced = false }));
        Assert.Equal(Gate.Unguarded, turn.State.Gate);
        Assert.DoesNotContain(turn.Effects, effect => effect is StartServers); // only what is on durable storage allows
        var start = GuardCore.Step(turn.State, new AuthorityKept(turn.State.KeepSequence), _now);
        Assert.Single(start.Effects.OfType<StartServers>());
        Assert.False(start.State.Newest!.StopServers);

        var open = Step(start.State, new GroupLooked(Look(new("prd-0", MemberState.ReadOnly, true, TimeSpan.FromSeconds(7), new(StampKind.ReadOnly, TimeSpan.Zero, 3)))));
        Assert.False(Assert.Single(open.Effects.OfType<SetOffline>()).IsOffline);
        Assert.Equal(StampKind.Unlimited, Assert.Single(open.Effects.OfType<StampMembers>()).Stamps[0].Stamp.Kind);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)] // AdminAPI makes a server that it brings back writable for moments
    public void Only_a_member_that_is_in_its_group_is_opened_to_clients(bool isInGroup, bool opens)
    {
        var replica = Fenced() with { Kept = new(new AuthorityRecord { Epoch = 5, Primary = "b", Detector = "c", Enforced = true }) };
        var turn = Step(replica, new GroupLooked(Look(new("a-0", MemberState.ReadOnly, true, null, null) { IsInGroup = isInGroup })));
        Assert.Equal(opens ? ["a-0"] : [], turn.Effects.OfType<SetOffline>().SelectMany(set => set.Members));
    }

    private GuardState Kept(Turn<GuardState, GuardEffect> turn) => turn.Effects.OfType<KeepAuthority>().Any() ? GuardCore.Step(turn.State, new AuthorityKept(turn.State.KeepSequence), _now).State : turn.State;

    private GuardState Fenced()
    {
        var record = new AuthorityRecord { Epoch = 5, Primary = "b", Detector = "c", Enforced = true, PromiseSites = SiteSet.None, Promotable = SiteSet.None, Quarantined = SiteSet.Of("a") };
        var state = GuardState.Start("a", Timers, new(record), 1, _now);
        var turn = Step(state, new GroupLooked(Look(new MemberLook("prd-0", MemberState.ReadOnly, true, null, null))));
        while (turn.State.Gate != Gate.Closed)
            turn = turn.Effects.OfType<ClimbRung>().LastOrDefault() is { } rung ? Step(turn.State, new RungEnded(rung.Attempt, true, "")) : Step(turn.State, new GuardWoke());
        return turn.State;
    }

    private GroupLook Look(MemberLook member) => new() { AskedAt = _now, Members = [member] };

    private Turn<GuardState, GuardEffect> Step(GuardState state, GuardEvent @event)
    {
        _now += TimeSpan.FromSeconds(1);
        return GuardCore.Step(state, @event is GroupLooked looked ? new GroupLooked(looked.Look with { AskedAt = _now }) : @event, _now);
    }
}
