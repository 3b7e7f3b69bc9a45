using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Tests.Guard;

public class PromiserTests
{
    private static readonly FailoverTimers Timers = new();
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(100);

    [Fact]
    public void The_primary_site_gets_a_promise()
    {
        var turn = GuardCore.Step(Replica(5), new PromiseAsked("a", 7, Record(5)), Later);
        Assert.Contains(turn.Effects, effect => effect is GivePromise { Nonce: 7 });
        Assert.True(turn.State.PromisedUntil >= Later + Timers.LeaseLength);
    }

    [Fact]
    public void An_older_epoch_is_refused_with_the_newest_record() =>
        Assert.Contains(GuardCore.Step(Replica(5), new PromiseAsked("a", 7, Record(4)), Later).Effects, effect => effect is RefusePromise { Record.Epoch: 5 });

    [Fact]
    public void A_frozen_site_does_not_promise_until_the_freeze_ends()
    {
        var frozen = GuardCore.Step(Replica(5), new FreezeAsked(5), Later).State;
        Assert.Contains(GuardCore.Step(frozen, new PromiseAsked("a", 7, Record(5)), Later).Effects, effect => effect is RefusePromise);
        Assert.Contains(GuardCore.Step(frozen, new PromiseAsked("a", 7, Record(5)), Later + Timers.FreezeLength).Effects, effect => effect is GivePromise);
    }

    [Fact]
    public void A_site_that_has_promised_refuses_promotion_until_the_promise_ends()
    {
        var promised = GuardCore.Step(Replica(5), new PromiseAsked("a", 7, Record(5)), Later).State;
        var command = new PromoteAsked(Record(6) with { Primary = "b", Promotion = new("a", PromotionKind.Failover, null, SiteSet.None) });
        Assert.Null(GuardCore.Step(promised, command, Later + Timers.LeaseLength).State.Promotion);
        Assert.NotNull(GuardCore.Step(promised, command, Later + Timers.GranterTime(Timers.LeaseLength)).State.Promotion);
    }

    [Fact]
    public void A_site_that_has_just_started_may_have_promised_just_before()
    {
        var started = GuardState.Start("b", Timers, new(Record(5)), 1, Later);
        Assert.True(started.PromisedUntil >= Later + Timers.LeaseLength);
    }

    private static AuthorityRecord Record(long epoch) => new() { Epoch = epoch, Primary = "a", Detector = "c", Enforced = true, PromiseSites = SiteSet.Of("b"), Promotable = SiteSet.Of("b") };

    private static GuardState Replica(long epoch) => GuardState.Start("b", Timers, new(Record(epoch)), 1, TimeSpan.Zero);
}
