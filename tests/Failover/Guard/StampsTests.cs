using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Tests.Guard;

/// <summary>Who gets a stamp of the site's right to write.</summary>
public class StampsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    [Theory]
    [InlineData(MemberState.Writable)]
    [InlineData(MemberState.ReadOnly)]
    [InlineData(MemberState.Unknown)] // too busy to answer: its second enforcer must not end it
    public void Every_member_of_a_site_that_may_write_gets_a_stamp(MemberState state) =>
        Assert.Equal(StampKind.Unlimited, Assert.Single(Stamps("a", state)).Stamp.Kind); // no site may be promoted, so the right does not run out

    [Theory]
    [InlineData(MemberState.Unknown)]
    [InlineData(MemberState.Stopped)]
    public void A_member_of_a_site_without_the_right_gets_none_before_it_is_seen_to_be_fenced(MemberState state) => Assert.Empty(Stamps("b", state));

    [Fact]
    public void An_enforcer_that_has_not_looked_lately_is_stamped_all_the_same() => Assert.Single(Stamps("a", MemberState.Writable, isAwake: false)); // it may wake up any time

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void What_an_earlier_life_has_stamped_is_stamped_anew(long life, int stamps)
    {
        var (state, look) = (Started(life: 2, primary: "a"), Seen(MemberState.Writable, new(StampKind.Unlimited, TimeSpan.Zero, (life << 40) + 3)));
        Assert.Equal(stamps, Step(state, look).Effects.OfType<StampMembers>().Count());
    }

    [Fact]
    public void A_guard_that_sees_stamps_of_a_later_life_gives_way_and_does_nothing_more()
    {
        var replaced = Step(Started(life: 2, primary: "a"), Seen(MemberState.Writable, new(StampKind.ReadOnly, TimeSpan.Zero, (3L << 40) + 1)));
        Assert.IsType<GiveWay>(Assert.Single(replaced.Effects));
        Assert.Empty(Step(replaced.State, Seen(MemberState.Writable, null)).Effects);
        Assert.Empty(GuardCore.Step(replaced.State, new PromiseAsked("b", 7, Record("b")), Now + TimeSpan.FromSeconds(2)).Effects);
    }

    private static AuthorityRecord Record(string primary) => new() { Epoch = 5, Primary = primary, Detector = "c", Enforced = true, PromiseSites = SiteSet.None, Promotable = SiteSet.None };

    private static GuardState Started(long life, string primary) => GuardState.Start("a", new FailoverTimers(), new(Record(primary)), life, Now);

    private static GroupLook Seen(MemberState state, RightStamp? stamp) =>
        new() { AskedAt = Now, Members = [new("prd-0", state, false, TimeSpan.FromSeconds(7), stamp) { IsEnforcerAwake = true }] };

    private static Turn<GuardState, GuardEffect> Step(GuardState state, GroupLook look) => GuardCore.Step(state, new GroupLooked(look), Now + TimeSpan.FromSeconds(1));

    private static IEnumerable<MemberStamp> Stamps(string primary, MemberState state, bool isAwake = true)
    {
        var look = Seen(state, null);
        look = look with { Members = [look.Members[0] with { IsEnforcerAwake = isAwake }] };
        return Step(Started(life: 1, primary), look).Effects.OfType<StampMembers>().SelectMany(effect => effect.Stamps);
    }
}
