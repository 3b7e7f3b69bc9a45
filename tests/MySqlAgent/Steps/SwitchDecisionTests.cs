using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using Force = ClusterSetSuite.MySqlAgent.Steps.ForcePrimary;
using Await = ClusterSetSuite.MySqlAgent.Steps.AwaitPrimary;
using Follower = ClusterSetSuite.MySqlAgent.Steps.VerifyFollower;
using Inspect = ClusterSetSuite.MySqlAgent.Steps.InspectPrimary;
using NewPrimaryStep = ClusterSetSuite.MySqlAgent.Steps.VerifyNewPrimary;
using Reboot = ClusterSetSuite.MySqlAgent.Steps.RebootCluster;
using Replica = ClusterSetSuite.MySqlAgent.Steps.InspectReplica;
using Switch = ClusterSetSuite.MySqlAgent.Steps.SwitchPrimary;

namespace ClusterSetSuite.MySqlAgent.Tests.Steps;

/// <summary>What the steps that move a primary conclude from what they see.</summary>
public sealed class SwitchDecisionTests
{
    private static readonly LocalCluster Prd = new("mysql-prod", "prd", 3, "mypwds");
    private static readonly SwitchReport Report = new() { Measured = true };

    private static readonly Contracts.Steps.SwitchPrimary Move = new()
    {
        Cluster = Prd, SetName = "mycs", Target = "myreplica", TargetAddress = "dr-0:3306", Timeout = TimeSpan.FromSeconds(30), Invalidate = [], Token = "t",
    };

    private static readonly Contracts.Steps.ForcePrimary ByForce = new() { Cluster = Prd, SetName = "mycs", Target = "myreplica", Timeout = TimeSpan.FromSeconds(30), Others = [] };

    [Fact]
    public void A_switch_is_done_only_when_the_old_primary_takes_no_writes_any_more()
    {
        Assert.IsType<StepState.Needed>(Switch.Decide(Cluster(writable: 0, primary: "prd"), Move, Report));
        Assert.IsType<StepState.Done>(Switch.Decide(Cluster(writable: null, primary: "myreplica"), Move, Report));
        Assert.Contains("would still take writes", Assert.IsType<StepState.Unsafe>(Switch.Decide(Cluster(writable: 2, primary: "myreplica"), Move, Report)).Reason, StringComparison.Ordinal);
        Assert.True(Assert.Throws<StepFailedException>(() => Switch.Decide(Silent(Cluster(writable: null, primary: "myreplica"), 1), Move, Report)).Retriable);
    }

    [Fact]
    public void A_site_has_taken_over_when_it_is_the_primary_and_takes_writes()
    {
        var command = new Contracts.Steps.AwaitPrimary(Prd, "mycs", "myreplica", TimeSpan.FromMinutes(1));
        Assert.Contains("prd is the primary of mycs still", Assert.IsType<StepState.Needed>(Await.Decide(Cluster(writable: null, primary: "prd", own: "myreplica"), command)).Why, StringComparison.Ordinal);
        Assert.Contains("takes no writes yet", Assert.IsType<StepState.Needed>(Await.Decide(Cluster(writable: null, primary: "myreplica", own: "myreplica"), command)).Why, StringComparison.Ordinal);
        Assert.IsType<StepState.Done>(Await.Decide(Cluster(writable: 0, primary: "myreplica", own: "myreplica"), command));
        Assert.IsType<StepState.Unsafe>(Await.Decide(Cluster(writable: 0, primary: "myreplica", own: "myreplica"), command with { SetName = "other" }));
    }

    [Fact]
    public void A_primary_that_missed_a_move_is_not_switched_from()
    {
        Contracts.Steps.InspectPrimary From(ulong view) => new()
        {
            Cluster = Prd, SetName = "mycs", Target = "myreplica", Invalidate = [],
            Replicas = new Dictionary<string, ReplicaProfile> { ["myreplica"] = new() { View = view, IsPrimary = false, PrimaryAddress = "", Executed = "", Lag = 0 } },
        };

        Assert.IsType<StepState.Done>(Inspect.Decide(Cluster(writable: 0, primary: "prd"), From(4)));
        Assert.Contains("newer view", Assert.IsType<StepState.Unsafe>(Inspect.Decide(Cluster(writable: 0, primary: "prd"), From(4294967300))).Reason, StringComparison.Ordinal);
        Assert.Contains("read-only", Assert.IsType<StepState.Unsafe>(Inspect.Decide(Cluster(writable: null, primary: "prd"), From(4))).Reason, StringComparison.Ordinal);
        Assert.Contains("is not the primary", Assert.IsType<StepState.Unsafe>(Inspect.Decide(Cluster(writable: 0, primary: "far"), From(4))).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12.0, "12 s (2 transactions) behind")]
    [InlineData(9.0, null)]
    public void A_target_may_be_behind_as_far_as_is_allowed(double lag, string? refusal)
    {
        var seen = Cluster(writable: null, primary: "prd", own: "myreplica", channel: Channel("ON") with { Lag = lag, Unapplied = "7b53ec3e-e730-11f1-a00f-02fc00000001:4-5" });
        var command = new Contracts.Steps.InspectReplica { Cluster = Prd, SetName = "mycs", Name = "myreplica", IsTarget = true, MaxLag = TimeSpan.FromSeconds(10) };

        var state = Replica.Decide(seen, command);

        Assert.Equal(refusal is null, state is StepState.Done);
        Assert.Contains(refusal ?? "", (state as StepState.Unsafe)?.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_one_server_of_the_new_primary_takes_writes()
    {
        var command = new Contracts.Steps.VerifyNewPrimary { Cluster = Prd, SetName = "mycs", Name = "prd", Token = "t" };

        Assert.IsType<StepState.Done>(NewPrimaryStep.Decide(Cluster(writable: 0, primary: "prd"), command));
        Assert.IsType<StepState.Needed>(NewPrimaryStep.Decide(Cluster(writable: null, primary: "prd"), command));
        Assert.IsType<StepState.Needed>(NewPrimaryStep.Decide(Cluster(writable: 0, primary: "myreplica"), command));
        var two = Cluster(writable: 0, primary: "prd");
        two = two with { Members = [two.Members[0], two.Members[1] with { ReadOnly = false }, two.Members[2]] };
        Assert.Contains("prd-1 would take writes beside prd-0", Assert.IsType<StepState.Unsafe>(NewPrimaryStep.Decide(two, command)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_follower_that_would_take_writes_is_told_whatever_it_believes()
    {
        var command = new Contracts.Steps.VerifyFollower(Prd, "mycs", "myreplica", "prd");

        Assert.IsType<StepState.Done>(Follower.Decide(Cluster(writable: null, primary: "prd", channel: Channel("ON")), command));
        Assert.IsType<StepState.Unsafe>(Follower.Decide(Cluster(writable: 1, primary: "prd", channel: Channel("ON")), command));
        Assert.Contains("CONNECTING", Assert.IsType<StepState.Needed>(Follower.Decide(Cluster(writable: null, primary: "prd", channel: Channel("CONNECTING")), command)).Why, StringComparison.Ordinal);
        Assert.IsType<StepState.Needed>(Follower.Decide(Cluster(writable: null, primary: "myreplica", channel: Channel("ON")), command));
    }

    [Fact]
    public void A_promotion_is_forced_only_when_the_primary_is_not_heard_of_and_nothing_received_would_be_lost()
    {
        StepState Of(ChannelObservation? channel) => Force.Decide(Cluster(writable: null, primary: "prd", channel: channel), ByForce);

        Assert.IsType<StepState.Needed>(Of(Channel("CONNECTING")));
        Assert.Contains("the primary lives", Assert.IsType<StepState.Unsafe>(Of(Channel("ON"))).Reason, StringComparison.Ordinal);
        Assert.Contains("would lose them", Assert.IsType<StepState.Unsafe>(Of(Channel("CONNECTING") with { Unapplied = "7b53ec3e-e730-11f1-a00f-02fc00000001:4" })).Reason, StringComparison.Ordinal);
        Assert.Contains("no channel", Assert.IsType<StepState.Unsafe>(Of(null)).Reason, StringComparison.Ordinal);
        var split = Cluster(writable: null, primary: "prd", channel: Channel("CONNECTING"));
        split = split with { Members = [split.Members[0] with { Group = new Dictionary<string, string> { ["0"] = "ONLINE", ["1"] = "UNREACHABLE", ["2"] = "UNREACHABLE" } }] };
        Assert.Contains("no quorum", Assert.IsType<StepState.Unsafe>(Force.Decide(split, ByForce)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0.5, true)]
    [InlineData(64.0, true)]
    [InlineData(66.0, false)]
    public void A_channel_that_is_on_and_silent_for_longer_than_two_heartbeats_hears_of_nobody(double? silence, bool receives)
    {
        Assert.Equal(receives, (Channel("ON") with { SilentFor = silence }).Receives);
        Assert.False((Channel("CONNECTING") with { SilentFor = silence }).Receives);
    }

    [Fact]
    public void A_group_is_started_again_only_when_all_its_servers_can_be_compared()
    {
        var command = new Contracts.Steps.RebootCluster(Prd, "mycs", "prd");
        var offline = Cluster(writable: null, primary: "myreplica");
        offline = offline with { Members = [.. offline.Members.Select(member => member with { State = "OFFLINE", Role = "" })] };

        Assert.IsType<StepState.Needed>(Reboot.Decide(offline, command));
        Assert.True(Assert.Throws<StepFailedException>(() => Reboot.Decide(Silent(offline, 2), command)).Retriable);
        Assert.IsType<StepState.Done>(Reboot.Decide(Cluster(writable: null, primary: "myreplica"), command));
        var alone = offline with { Members = [offline.Members[0] with { State = "ONLINE", Role = "SECONDARY" }, .. offline.Members.Skip(1)] };
        Assert.Contains("no quorum", Assert.Throws<StepFailedException>(() => Reboot.Decide(alone, command)).Message, StringComparison.Ordinal);
    }

    private static ChannelObservation Channel(string receiver) => new()
    {
        Receiver = receiver, Applier = "ON", Source = "prd-0:3306", Received = "", Unapplied = "", SilentFor = 1, HeartbeatInterval = 30,
    };

    private static ClusterObservation Cluster(int? writable, string primary, string own = "prd", ChannelObservation? channel = null)
    {
        var set = new SetObservation
        {
            Id = "s", Name = "mycs", View = 4, Own = own,
            Clusters = [.. ((string[])["prd", "myreplica", "far"]).Select(name => new SetClusterObservation(name, name == primary ? "PRIMARY" : "REPLICA", false))],
        };
        return new ClusterObservation
        {
            Namespace = "mysql-prod",
            Name = "prd",
            Members =
            [
                .. Enumerable.Range(0, 3).Select(i => new MemberObservation
                {
                    Pod = $"prd-{i}", Uuid = $"{i}", State = "ONLINE", Role = i == 0 ? "PRIMARY" : "SECONDARY", ReadOnly = i != writable, Set = set, Channel = i == 0 ? channel : null,
                    Group = new Dictionary<string, string> { ["0"] = "ONLINE", ["1"] = "ONLINE", ["2"] = "ONLINE" },
                }),
            ],
        };
    }

    private static ClusterObservation Silent(ClusterObservation cluster, int ordinal) => cluster with
    {
        Members = [.. cluster.Members.Select((member, i) => i == ordinal ? new MemberObservation { Pod = member.Pod, Unreachable = "refused" } : member)],
    };
}
