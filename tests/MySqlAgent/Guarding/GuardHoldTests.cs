using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

public class GuardHoldTests
{
    private static readonly AuthorityRecord Record = new() { Epoch = 5, Primary = "prod", Detector = "d", Enforced = true };
    private static readonly string[] Pods = ["dr-0", "dr-1"];

    [Fact]
    public void A_cluster_is_let_go_when_nothing_is_enforced_and_every_server_is_known_to_start_open()
    {
        Assert.Contains("enforced (epoch 5)", Hold(Fenced(Record), Round("dr-0", shut: true), Round("dr-1", shut: false)), StringComparison.Ordinal);
        Assert.Contains("enforced (epoch 5)", Hold(Fenced(Record with { Enforced = false, Quarantined = SiteSet.Of("dr") }), Round("dr-0", shut: true), Round("dr-1", shut: true)), StringComparison.Ordinal);
        var released = Fenced(Record with { Enforced = false });
        Assert.Equal("the guard is letting go", Hold(released, Round("dr-0", shut: false), Round("dr-1", shut: false)));

        var left = released with { Gate = Gate.Unguarded };
        Assert.Equal("dr-0 starts read-only and offline", Hold(left, Round("dr-0", shut: true), Round("dr-1", shut: false)));
        Assert.StartsWith("dr-1 does not answer", Hold(left, Round("dr-0", shut: false)), StringComparison.Ordinal);
        Assert.Equal("", Hold(left, Round("dr-0", shut: false), Round("dr-1", shut: false)));
        Assert.Equal("the guard is letting go", Hold(left with { Keeping = left.Kept }, Round("dr-0", shut: false), Round("dr-1", shut: false))); // a restart would still enforce
    }

    [Fact]
    public void A_guard_that_never_had_a_record_holds_nothing() => Assert.Equal("", Hold(GuardState.Start("dr", new(), null, 1, TimeSpan.Zero)));

    private static GuardState Fenced(AuthorityRecord record) => GuardState.Start("dr", new FailoverTimers(), new(record), 1, TimeSpan.Zero) with { Gate = Gate.Closed };

    private static GuardRound Round(string pod, bool shut) => new(new MemberObservation { Pod = pod }, shut, null);

    private static string Hold(GuardState state, params IReadOnlyList<GuardRound> rounds) => string.Join("; ", GuardHold.Of(state, rounds, Pods));
}
