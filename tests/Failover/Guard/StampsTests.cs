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

    private static IEnumerable<MemberStamp> Stamps(string primary, MemberState state, bool isAwake = true)
    {
        var record = new AuthorityRecord { Epoch = 5, Primary = primary, Detector = "c", Enforced = true, PromiseSites = SiteSet.None, Promotable = SiteSet.None };
        var look = new GroupLook { AskedAt = Now, Members = [new("prd-0", state, false, TimeSpan.FromSeconds(7), null) { IsEnforcerAwake = isAwake }] };
        return GuardCore.Step(GuardState.Start("a", new FailoverTimers(), new(record), 1, Now), new GroupLooked(look), Now + TimeSpan.FromSeconds(1))
            .Effects.OfType<StampMembers>().SelectMany(effect => effect.Stamps);
    }
}
