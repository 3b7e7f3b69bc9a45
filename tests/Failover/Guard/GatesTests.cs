using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;

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

        var turn = Step(fenced, new AuthorityHeard(fenced.Newest!.Record.Released("a")));
        Assert.Equal(Gate.Unguarded, turn.State.Gate);
        Assert.DoesNotContain(turn.Effects, effect => effect is StartServers); // only what is on durable storage allows
        var start = GuardCore.Step(turn.State, new AuthorityKept(turn.State.KeepSequence), _now);
        Assert.Single(start.Effects.OfType<StartServers>());
        Assert.False(start.State.Newest!.StopServers);

        var open = Step(start.State, new GroupLooked(Look(new("prd-0", MemberState.ReadOnly, true, TimeSpan.FromSeconds(7), new(StampKind.ReadOnly, TimeSpan.Zero, 3)))));
        Assert.False(Assert.Single(open.Effects.OfType<SetOffline>()).IsOffline);
        Assert.Equal(StampKind.Unlimited, Assert.Single(open.Effects.OfType<StampMembers>()).Stamps[0].Stamp.Kind);
    }

    [Fact]
    public void A_quarantined_site_stays_fenced_when_the_mode_becomes_off_and_is_let_go_when_it_is_taken_back()
    {
        var off = Kept(Step(Fenced(), new AuthorityHeard(Fenced().Newest!.Record.Next("d") with { Enforced = false })));
        Assert.Equal(Gate.Closed, off.Gate);
        var reopened = Step(off, new GroupLooked(Look(new("a-0", MemberState.Writable, false, null, null)))); // its operator starts it by what it knew
        Assert.Equal(Gate.Closing, reopened.State.Gate);

        Assert.Equal(Gate.Unguarded, Step(off, new AuthorityHeard(off.Newest!.Record.Next("d") with { Quarantined = SiteSet.None })).State.Gate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // a statement hangs: it gets its time
    public void A_rung_that_is_under_way_when_the_mode_becomes_off_does_not_close_the_group_behind_the_guards_back(bool ends)
    {
        var record = new AuthorityRecord { Epoch = 5, Primary = "a", Detector = "c", Enforced = true, PromiseSites = SiteSet.Of("b"), Promotable = SiteSet.Of("b") };
        var closing = Step(GuardState.Start("a", Timers, new(record), 1, _now), new GroupLooked(Writing())).State;
        Assert.Equal(Gate.Closing, closing.Gate);

        var off = Kept(Step(closing, new AuthorityHeard(record.Next("d") with { Enforced = false })));
        var seen = GuardCore.Step(off, new GroupLooked(Writing() with { AskedAt = _now }), _now); // the statement has not come to its end yet
        Assert.Equal(Gate.Closing, seen.State.Gate);
        if (!ends)
            _now += Timers.ReadOnlyRung;
        var after = Step(seen.State, ends ? new RungEnded(seen.State.Attempt, false, "it failed") : new GuardWoke());
        Assert.Equal(Gate.Closed, after.State.Gate);
        Assert.Equal(Gate.Unguarded, Step(after.State, new GroupLooked(Writing())).State.Gate);
        var opening = Step(after.State, new GroupLooked(Writing() with { Members = [new("a-0", MemberState.ReadOnly, false, null, null)] }));
        Assert.Single(opening.Effects.OfType<OpenGroup>());
    }

    private static GroupLook Writing() => new() { AskedAt = TimeSpan.Zero, IsSetPrimary = true, Health = GroupHealth.Online, Members = [new("a-0", MemberState.Writable, false, null, null)] };

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)] // AdminAPI makes a server that it brings back writable for moments
    public void Only_a_member_that_is_in_its_group_is_opened_to_clients(bool isInGroup, bool opens)
    {
        var replica = Fenced() with { Kept = new(new AuthorityRecord { Epoch = 5, Primary = "b", Detector = "c", Enforced = true }) };
        var turn = Step(replica, new GroupLooked(Look(new("a-0", MemberState.ReadOnly, true, null, null) { IsInGroup = isInGroup })));
        Assert.Equal(opens ? ["a-0"] : [], turn.Effects.OfType<SetOffline>().SelectMany(set => set.Members));
    }

    [Fact]
    public void A_fence_is_proven_by_a_look_that_began_after_it_and_that_look_comes_at_once()
    {
        var record = new AuthorityRecord { Epoch = 5, Primary = "a", Detector = "c", Enforced = true };
        var open = Step(Step(GuardState.Start("a", Timers, new(record), 1, _now), new GuardWoke()).State, new GroupLooked(Writing() with { Members = [new("a-0", MemberState.ReadOnly, false, null, null)] }));
        var asked = Kept(Step(open.State, new FenceAsked(5, StopServers: false)));
        Assert.Equal(Gate.Closing, asked.Gate); // and the group was seen read-only before it wrote: the look is stale

        var closed = Step(asked, new RungEnded(asked.Attempt, true, ""));
        Assert.Equal(Gate.Closed, closed.State.Gate);
        Assert.Single(closed.Effects.OfType<LookAtGroup>());
        Assert.False(Report(closed.State).Fenced);
        Assert.Equal(0, Report(closed.State).FenceHeldEpoch);

        var seen = Step(closed.State, new GroupLooked(Look(new("a-0", MemberState.ReadOnly, false, null, null))));
        Assert.True(Report(seen.State).Fenced);
        Assert.Equal(5, Report(seen.State).FenceHeldEpoch);
    }

    private SiteReport Report(GuardState state) => Assert.Single(GuardCore.Step(state, new ReportAsked(1), _now).Effects.OfType<SendReport>()).Report;

    [Theory]
    [InlineData(SitePromotionStage.Preparing, MemberState.ReadOnly, false, false)] // it serves reads as it did
    [InlineData(SitePromotionStage.Preparing, MemberState.Writable, false, true)]
    [InlineData(SitePromotionStage.Forcing, MemberState.Writable, true, false)] // AdminAPI has made it writable, by this guard's own command
    [InlineData(SitePromotionStage.LookingAgain, MemberState.Writable, true, true)] // a command of an earlier life, perhaps: closed until it is proven
    public void A_group_that_its_own_promotion_opens_is_not_closed_to_clients_meanwhile(SitePromotionStage stage, MemberState member, bool isForced, bool closes)
    {
        var record = new AuthorityRecord { Epoch = 6, Primary = "a", Detector = "c", Enforced = true, PromiseSites = SiteSet.None, Promotion = new("b", PromotionKind.Failover, null, SiteSet.None), Quarantined = SiteSet.Of("b") };
        var promoting = Fenced() with { Kept = new(record) { ForceStarted = isForced }, Promotion = new(record) { Stage = stage, Since = _now } };
        var turn = Step(promoting, new GroupLooked(Look(new("a-0", member, false, null, null) { IsInGroup = true })));
        Assert.Equal(closes ? [true] : [], turn.Effects.OfType<SetOffline>().Select(set => set.IsOffline));
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
