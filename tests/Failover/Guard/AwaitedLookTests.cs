using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Tests.Guard;

/// <summary>A promotion looks at its group as soon as a look can tell what it waits for, and not without end.</summary>
public class AwaitedLookTests
{
    private static readonly FailoverTimers Timers = FailoverTimers.Fast;
    private static readonly TimeSpan Began = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void A_promotion_reaches_its_command_without_waiting_out_the_time_between_looks()
    {
        var (ends, looks, _) = Promote(isStampKept: true);
        Assert.True(ends - Began < Timers.Heartbeat / 2, $"the command was given after {(ends - Began).TotalSeconds} s");
        Assert.InRange(looks, 2, 4); // one to stamp by, and one that sees the stamps
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)] // it has ended
    public void A_command_that_outlives_its_promotion_is_cancelled_when_the_right_ends(bool isRunning, bool isCancelled)
    {
        var record = new AuthorityRecord { Epoch = 7, Primary = "a", Detector = "c", Enforced = true };
        var state = GuardState.Start("a", Timers, new(record), 1, Began) with { RunningForce = 5 };
        if (!isRunning)
            state = GuardCore.Step(state, new ForceEnded(5, ForceOutcome.Succeeded, ""), Began).State;

        var moved = GuardCore.Step(state, new AuthorityHeard(record.Next("c") with { Primary = "b" }), Began);

        Assert.Equal(isCancelled ? [5L] : [], moved.Effects.OfType<CancelForce>().Select(cancel => cancel.Attempt));
        Assert.Empty(GuardCore.Step(moved.State, new GuardWoke(), Began).Effects.OfType<CancelForce>());
    }

    [Fact]
    public void Stamps_that_are_not_taken_are_not_asked_after_more_often_than_ten_times_a_heartbeat()
    {
        var (ends, looks, stamps) = Promote(isStampKept: false);
        Assert.Equal(Began + (Timers.Heartbeat * 3), ends);
        Assert.InRange(looks, 6, 31);
        Assert.InRange(stamps, 6, 31);
    }

    [Fact]
    public void A_group_that_is_left_alone_is_looked_at_once_a_heartbeat_whatever_is_stamped()
    {
        var state = GuardState.Start("a", Timers, null, 1, Began);
        var first = GuardCore.Step(state, new GuardWoke(), Began);
        var looked = GuardCore.Step(first.State, new GroupLooked(Look(Began, null)), Began + Answer);
        var left = GuardCore.Step(looked.State, new StampsLeft(), Began + (Timers.Heartbeat * 0.9));
        Assert.Single(first.Effects.OfType<LookAtGroup>());
        Assert.Empty(left.Effects.OfType<LookAtGroup>());
        Assert.Null(GuardCore.NextWake(left.State));
    }

    /// <summary>Answers every effect after <see cref="Answer"/>, until the command is given or three heartbeats are over.</summary>
    private static (TimeSpan Ends, int Looks, int Stamps) Promote(bool isStampKept)
    {
        var known = new AuthorityRecord { Epoch = 5, Primary = "b", Detector = "c", Enforced = true, PromiseSites = SiteSet.Of("a"), Promotable = SiteSet.Of("a") };
        var promoted = known.Next("c") with { Primary = "a", Promotion = new("b", PromotionKind.Failover, null, SiteSet.None), PromiseSites = SiteSet.None, Promotable = SiteSet.None, Quarantined = SiteSet.Of("b") };
        var state = GuardState.Start("a", Timers, new(known), 1, Began - TimeSpan.FromSeconds(60)) with { LookSentAt = Began - Answer, Look = Look(Began - Answer, null) };
        var (inbox, stamp, looks, stamps) = (new PriorityQueue<GuardEvent, TimeSpan>(), (RightStamp?)null, 0, 0);
        inbox.Enqueue(new PromoteAsked(promoted), Began);
        for (var end = Began + (Timers.Heartbeat * 3); ;)
        {
            inbox.TryPeek(out _, out var next);
            var wake = GuardCore.NextWake(state);
            var now = inbox.Count > 0 && !(wake < next) ? next : wake ?? end;
            if (now >= end)
                return (end, looks, stamps);
            var turn = GuardCore.Step(state, inbox.Count > 0 && now == next ? inbox.Dequeue() : new GuardWoke(), now);
            state = turn.State;
            foreach (var effect in turn.Effects)
                switch (effect)
                {
                    case RunForce: return (now, looks, stamps);
                    case KeepAuthority keep: inbox.Enqueue(new AuthorityKept(keep.Sequence), now + Answer); break;
                    case ClimbRung rung: inbox.Enqueue(new RungEnded(rung.Attempt, true, ""), now + Answer); break;
                    case LookAtGroup:
                        looks++;
                        inbox.Enqueue(new GroupLooked(Look(now, stamp)), now + Answer);
                        break;
                    case StampMembers left:
                        stamps++;
                        stamp = isStampKept ? left.Stamps[0].Stamp : null;
                        inbox.Enqueue(new StampsLeft(), now + Answer);
                        break;
                    default: break;
                }

            if (inbox.Count == 0)
                inbox.Enqueue(new GuardWoke(), now + (Timers.Heartbeat / 2));
        }
    }

    private static GroupLook Look(TimeSpan askedAt, RightStamp? stamp) => new()
    {
        AskedAt = askedAt, Health = GroupHealth.Online, Members = [new("a-0", MemberState.ReadOnly, false, TimeSpan.FromSeconds(7), stamp) { IsInGroup = true }],
    };
}
