using ClusterSetSuite.Lab.Operator.Members;
using static ClusterSetSuite.Lab.Operator.Members.MemberStatus;
using static ClusterSetSuite.Lab.Operator.Tests.Samples;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>The table of states, each from what three members say.</summary>
public sealed class DiagnosisTests
{
    private const string All = "ONLINE ONLINE ONLINE";

    private static Diagnosis Of(params MemberView[] members) => Diagnosis.Of(members, created: true, deleting: false);

    [Fact]
    public void A_cluster_that_was_never_made_is_initializing() =>
        Assert.Equal("INITIALIZING", Diagnosis.Of([], created: false, deleting: false).Status);

    [Fact]
    public void All_members_in_one_group_are_online()
    {
        var found = Of(Member(0, Online, primary: true), Member(1, Online), Member(2, Recovering));
        Assert.Equal("ONLINE", found.Status);
        Assert.Equal(["prd-0", "prd-1", "prd-2"], found.Online.Select(member => member.Pod).Order());
        Assert.Equal("prd-0", found.Primary?.Pod);
        Assert.Equal("PRIMARY", found.Type);
    }

    [Fact]
    public void A_server_that_never_was_a_member_does_not_count_against_the_cluster()
    {
        var found = Of(Member(0, Online, primary: true, sees: "ONLINE - -"), Member(1, NotManaged, sees: "- - -"), Member(2, NotManaged, sees: "- - -"));
        Assert.Equal(("ONLINE", 1), (found.Status, found.Online.Count));
    }

    [Fact]
    public void A_member_out_of_the_group_makes_it_partial()
    {
        var found = Of(Member(0, Online, primary: true, sees: "ONLINE ONLINE (MISSING)"), Member(1, Online, sees: "ONLINE ONLINE (MISSING)"), Member(2, Offline));
        Assert.Equal(("ONLINE_PARTIAL", 2), (found.Status, found.Online.Count));
    }

    [Fact]
    public void A_member_that_can_not_be_asked_makes_it_uncertain()
    {
        const string view = "ONLINE ONLINE UNREACHABLE";
        Assert.Equal("ONLINE_UNCERTAIN", Of(Member(0, Online, primary: true, sees: view), Member(1, Online, sees: view), Member(2, Unknown)).Status);
    }

    [Fact]
    public void All_members_out_of_a_group_are_offline() => Assert.Equal("OFFLINE", Of(Member(0, Offline), Member(1, Offline), Member(2, Unmanaged)).Status);

    [Fact]
    public void Offline_with_a_silent_member_is_uncertain() => Assert.Equal("OFFLINE_UNCERTAIN", Of(Member(0, Offline), Member(1, Offline), Member(2, Unknown)).Status);

    [Fact]
    public void One_of_three_has_no_quorum_and_is_the_one_to_restore_it_with()
    {
        var found = Of(Member(0, Offline), Member(1, Offline), Member(2, Online, sees: "UNREACHABLE UNREACHABLE ONLINE"));
        Assert.Equal("NO_QUORUM", found.Status);
        Assert.Equal("prd-2", Assert.Single(found.QuorumCandidates).Pod);
        Assert.Empty(found.Online);
    }

    [Fact]
    public void No_quorum_with_a_silent_member_is_uncertain() =>
        Assert.Equal("NO_QUORUM_UNCERTAIN", Of(Member(0, Unknown), Member(1, Offline), Member(2, Online, sees: "UNREACHABLE UNREACHABLE ONLINE")).Status);

    [Fact]
    public void Two_groups_with_a_primary_each_are_a_split_brain()
    {
        var found = Of(Member(0, Online, primary: true, sees: "ONLINE (MISSING) (MISSING)"), Member(1, Online, primary: true, sees: "(MISSING) ONLINE (MISSING)"), Member(2, Offline));
        Assert.Equal("SPLIT_BRAIN", found.Status);
    }

    [Fact]
    public void A_dissolved_cluster_is_unknown_with_none_online()
    {
        var found = Of(Member(0, NotManaged), Member(1, NotManaged), Member(2, NotManaged));
        Assert.Equal(("UNKNOWN", 0), (found.Status, found.Online.Count));
    }

    [Fact]
    public void Silence_everywhere_is_unknown() => Assert.Equal("UNKNOWN", Of(Member(0, Unknown), Member(1, Unknown), Member(2, Unknown)).Status);

    [Fact]
    public void A_deleted_cluster_without_members_is_finalizing() =>
        Assert.Equal("FINALIZING", Diagnosis.Of([Member(0, Offline)], created: true, deleting: true).Status);

    [Fact]
    public void Members_that_contradict_each_other_are_asked_again() =>
        Assert.Throws<TryLaterException>(() => Of(Member(0, Online, primary: true, sees: All), Member(1, Online), Member(2, Offline)));

    [Fact]
    public void A_group_between_two_primaries_is_asked_again() =>
        Assert.Throws<TryLaterException>(() => Of(Member(0, Online), Member(1, Online), Member(2, Online)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-6", 6)]
    [InlineData("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-6:9,\n3e11fa47-71ca-11e1-9e33-c80aa9429563:5", 8)]
    [InlineData("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-6:mysqlsh:1-152", 158)]
    public void Transactions_are_counted_over_intervals_and_tags(string set, long count) => Assert.Equal(count, GtidSets.Count(set));
}
