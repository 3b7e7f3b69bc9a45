using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Tests.Guard;

/// <summary>What the answers to a primary site's requests are worth.</summary>
public class AskingTests
{
    private static readonly FailoverTimers Timers = new();
    private static readonly AuthorityRecord Record = new() { Epoch = 5, Primary = "a", Detector = "c", Enforced = true, PromiseSites = SiteSet.Of("b"), Promotable = SiteSet.Of("b") };
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    [Fact]
    public void Promises_that_take_longer_than_the_next_request_count_from_their_own_request()
    {
        var (state, asked) = Asked(seconds: 3);

        state = GuardCore.Step(state, new PromiseGiven("b", asked[0].Nonce, 5, Timers.LeaseLength), Start + TimeSpan.FromSeconds(3)).State;
        Assert.Equal(Start + Timers.HolderTime(Timers.LeaseLength), RightToWrite.EndsAt(state));

        state = GuardCore.Step(state, new PromiseGiven("b", asked[2].Nonce, 5, Timers.LeaseLength), Start + TimeSpan.FromSeconds(4)).State;
        state = GuardCore.Step(state, new PromiseGiven("b", asked[1].Nonce, 5, Timers.LeaseLength), Start + TimeSpan.FromSeconds(5)).State;
        Assert.Equal(Start + TimeSpan.FromSeconds(2) + Timers.HolderTime(Timers.LeaseLength), RightToWrite.EndsAt(state));
    }

    [Fact]
    public void An_answer_counts_once_and_one_to_no_request_of_this_life_not_at_all()
    {
        var (state, asked) = Asked(seconds: 1);
        var nobody = GuardCore.Step(state, new PromiseGiven("b", asked[0].Nonce - 1, 5, Timers.LeaseLength), Start + TimeSpan.FromSeconds(1)).State;
        Assert.True(RightToWrite.EndsAt(nobody) < Start);

        var refused = GuardCore.Step(state, new PromiseRefused("b", asked[0].Nonce, Record, "frozen"), Start + TimeSpan.FromSeconds(1)).State;
        var late = GuardCore.Step(refused, new PromiseGiven("b", asked[0].Nonce, 5, Timers.LeaseLength), Start + TimeSpan.FromSeconds(2)).State;
        Assert.True(RightToWrite.EndsAt(late) < Start);
    }

    [Fact]
    public void A_lease_that_is_granted_after_the_next_request_counts_from_its_own_unless_a_newer_epoch_is_known()
    {
        var state = GuardState.Start("a", Timers, new(Record), 1, Start);
        var first = GuardCore.Step(state, new GuardWoke(), Start);
        var nonce = Assert.Single(first.Effects.OfType<AskLease>()).Nonce;
        state = GuardCore.Step(first.State, new GuardWoke(), Start + Timers.Heartbeat).State;
        var granted = new LeaseGranted(nonce, Record, Timers.LeaseLength);

        Assert.Equal(Start + Timers.HolderTime(Timers.LeaseLength), RightToWrite.EndsAt(GuardCore.Step(state, granted, Start + (2 * Timers.Heartbeat)).State));

        var newer = GuardCore.Step(state, new AuthorityHeard(Record.Next("c")), Start + Timers.Heartbeat).State;
        Assert.True(RightToWrite.EndsAt(GuardCore.Step(newer, granted, Start + (2 * Timers.Heartbeat)).State) < Start);
    }

    /// <summary>The guard of the primary site, which has asked for a promise in each of so many seconds.</summary>
    private static (GuardState State, IReadOnlyList<AskPromise> Asked) Asked(int seconds)
    {
        var (state, asked) = (GuardState.Start("a", Timers, new(Record), 1, Start), new List<AskPromise>());
        for (var second = 0; second < seconds; second++)
        {
            var turn = GuardCore.Step(state, new GuardWoke(), Start + (second * Timers.Heartbeat));
            state = turn.State;
            asked.Add(Assert.Single(turn.Effects.OfType<AskPromise>()));
        }

        return (state, asked);
    }
}
