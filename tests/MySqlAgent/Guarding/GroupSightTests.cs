using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

public class GroupSightTests
{
    private static readonly FailoverTimers Timers = new();

    [Fact]
    public void A_primary_cluster_takes_writes_and_calls_itself_the_primary()
    {
        var look = Look(Member("prd-0", "PRIMARY", set: "prd"), Member("prd-1", "SECONDARY", set: "prd"));
        Assert.Equal(GroupHealth.Online, look.Health);
        Assert.True(look is { IsSetPrimary: true, AcceptsWrites: true, Receiving: Receiving.Unknown });
    }

    [Fact]
    public void The_newest_view_counts_also_when_another_server_tells_it() =>
        Assert.False(Look(Member("prd-0", "PRIMARY", set: "prd", view: 3), Member("prd-1", "SECONDARY", set: "myreplica", view: 4)).IsSetPrimary);

    [Fact]
    public void A_cluster_that_a_channel_feeds_is_no_primary_whatever_its_metadata_says() =>
        Assert.False(Look(Member("prd-0", "PRIMARY", set: "prd", channel: Channel("ON", 0.4))).IsSetPrimary);

    [Theory]
    [InlineData("ON", 0.4, Receiving.Yes)]
    [InlineData("ON", 4.0, Receiving.Yes)]
    [InlineData("ON", 4.5, Receiving.No)]
    [InlineData("ON", null, Receiving.Unknown)] // connected, and has not told yet: never read as silent
    [InlineData("CONNECTING", null, Receiving.No)]
    [InlineData("OFF", 0.1, Receiving.No)]
    public void What_comes_over_the_channel_within_the_limit_is_a_sign_of_life(string receiver, double? silence, Receiving expected) =>
        Assert.Equal(expected, Look(Member("dr-0", "PRIMARY", set: "prd", own: "myreplica", channel: Channel(receiver, silence))).Receiving);

    [Fact]
    public void A_group_is_offline_only_when_every_member_is_accounted_for()
    {
        var silent = new GroupSight.Member("prd-1", null, IsStopped: false, null);
        Assert.Equal(GroupHealth.Unknown, Look(Member("prd-0", "", state: "OFFLINE"), silent).Health);
        Assert.Equal(GroupHealth.Offline, Look(Member("prd-0", "", state: "OFFLINE"), silent with { IsStopped = true }).Health);
        Assert.Equal(GroupHealth.Unknown, Look(silent, silent).Health);
    }

    [Fact]
    public void Members_without_quorum_are_told_from_an_election()
    {
        Assert.Equal(GroupHealth.NoQuorum, Look(Member("prd-0", "PRIMARY", peers: "UNREACHABLE"), new GroupSight.Member("prd-1", null, false, null)).Health);
        Assert.Equal(GroupHealth.Unknown, Look(Member("prd-0", "SECONDARY"), Member("prd-1", "SECONDARY")).Health);
    }

    [Fact]
    public void A_server_that_would_start_open_has_no_second_enforcer_that_counts()
    {
        var clock = new EnforcerLook(TimeSpan.FromSeconds(50), null);
        Assert.NotNull(Look(Member("prd-0", "PRIMARY") with { Enforcer = clock }).Members[0].EnforcerClock);
        Assert.Null(Look(Member("prd-0", "PRIMARY", startsShut: false) with { Enforcer = clock }).Members[0].EnforcerClock);
    }

    [Fact]
    public void A_server_of_no_set_may_be_worked_on_while_it_lets_no_client_in()
    {
        var made = Member("prd-0", "PRIMARY");
        Assert.True(Look(made).Members[0].IsOpenWithoutRight);
        Assert.False(Look(Offline(made)).Members[0].IsOpenWithoutRight);
        Assert.True(Look(Offline(Member("prd-0", "PRIMARY", set: "prd"))).Members[0].IsOpenWithoutRight);
    }

    [Fact]
    public void A_member_that_is_cloned_is_writable_by_its_settings_and_takes_no_transaction()
    {
        var cloned = Look(Member("prd-0", "PRIMARY", set: "prd"), Member("prd-1", "PRIMARY", state: "RECOVERING"));
        Assert.Equal(MemberState.ReadOnly, cloned.Members[1].State);
        Assert.False(cloned.Members[1].IsOpenWithoutRight);
    }

    [Theory]
    [InlineData("OFFLINE", true, true, 20, "g", true)]
    [InlineData("OFFLINE", true, true, 200, "g", false)] // it could not come in, or was taken out
    [InlineData("OFFLINE", true, false, 20, "g", false)] // somebody has taken it out for good
    [InlineData("OFFLINE", false, true, 20, "g", false)] // without the set's channel its group refuses it
    [InlineData("OFFLINE", true, true, 20, "former", false)] // it was in a group that is no more
    [InlineData("RECOVERING", true, true, 20, "g", false)]
    [InlineData("ERROR", true, true, 20, "g", false)]
    public void A_server_that_should_be_in_its_group_and_is_not_is_found(string state, bool hasChannel, bool startsGroup, int upFor, string group, bool isFound)
    {
        var channel = Channel("ON", 0.4);
        var primary = Member("dr-0", "PRIMARY", set: "prd", own: "myreplica", channel: channel).Round! with { GroupName = "g" };
        // Whether the metadata has it does not count: one that comes by its first clone is not there yet.
        var other = Member("dr-1", "", state, channel: hasChannel ? channel : null).Round! with { StartsGroup = startsGroup, GroupName = group, UpFor = TimeSpan.FromSeconds(upFor) };
        Assert.Equal(isFound ? ["dr-1"] : [], GroupStart.Missing([primary, other]));
        Assert.Empty(GroupStart.Missing([other, other])); // the first of a group is started by AdminAPI alone
    }

    private static GroupSight.Member Offline(GroupSight.Member member) => member with { Round = member.Round! with { Member = member.Round.Member with { Offline = true } } };

    private static GroupLook Look(params GroupSight.Member[] members) => GroupSight.Of(TimeSpan.FromSeconds(100), members, Timers);

    private static ChannelObservation Channel(string receiver, double? silence) =>
        new() { Receiver = receiver, Applier = "ON", Source = "prd-0:3306", Received = "", Unapplied = "", SilentFor = silence, HeartbeatInterval = 30 };

    private static GroupSight.Member Member(
        string pod, string role, string state = "ONLINE", string? set = null, string own = "prd", ulong view = 2, ChannelObservation? channel = null, string peers = "ONLINE", bool startsShut = true)
    {
        var seen = new MemberObservation
        {
            Pod = pod, Uuid = pod, State = state, Role = role, ReadOnly = role != "PRIMARY", Channel = channel,
            Group = state == "ONLINE" ? new Dictionary<string, string> { [pod] = "ONLINE", ["peer-1"] = peers, ["peer-2"] = peers } : new Dictionary<string, string>(),
            Set = set is null ? null : new() { Id = "1", Name = "mycs", View = view, Own = own, Clusters = [new(set, "PRIMARY", false)] },
        };
        return new(pod, new(seen, startsShut, null), IsStopped: false, Enforcer: null);
    }
}
