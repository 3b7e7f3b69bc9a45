using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using Create = ClusterSetSuite.MySqlAgent.Steps.CreateInnoDBCluster;
using CreateSet = ClusterSetSuite.MySqlAgent.Steps.CreateClusterSet;
using Dissolve = ClusterSetSuite.MySqlAgent.Steps.DissolveCluster;
using Joining = ClusterSetSuite.MySqlAgent.Steps.JoiningServer;
using Replica = ClusterSetSuite.MySqlAgent.Steps.CreateReplicaCluster;

namespace ClusterSetSuite.MySqlAgent.Tests.Steps;

public sealed class DecisionTests
{
    private const string Address = "dr-0.dr-instances.mysql-dr.svc.cluster.local:3306";

    private static readonly CreateReplicaCluster Join = new()
    {
        Cluster = new LocalCluster("mysql-prod", "prd", 3, "mypwds"), SetName = "mycs", ReplicaHost = Address[..^5], ReplicaName = "myreplica",
    };

    [Fact]
    public void A_cluster_without_a_set_needs_one_and_one_in_it_is_done_whatever_its_role()
    {
        Assert.IsType<StepState.Needed>(CreateSet.Decide(Views.Of(Views.Online), "mycs"));
        Assert.IsType<StepState.Done>(CreateSet.Decide(Views.Of((s, i) => Views.InSet(s, i, "mycs", "PRIMARY")), "mycs"));
        Assert.IsType<StepState.Done>(CreateSet.Decide(Views.Of((s, i) => Views.InSet(s, i, "mycs", "REPLICA")), "mycs"));
        Assert.IsType<StepState.Unsafe>(CreateSet.Decide(Views.Of((s, i) => Views.InSet(s, i, "other", "PRIMARY")), "mycs"));
    }

    [Fact]
    public void A_cluster_without_a_primary_can_not_be_judged()
    {
        Assert.True(Assert.Throws<StepFailedException>(() => CreateSet.Decide(Views.Of((s, _) => Views.Down(s)), "mycs")).Retriable);
    }

    [Fact]
    public void A_cluster_whose_servers_are_still_being_added_is_not_called_made()
    {
        Assert.False(Create.InLaterStages(Views.Of((s, i) => i == 0 ? Views.Online(s, i) : s)));
        Assert.False(Create.InLaterStages(Views.Of((s, i) => i == 2 ? Views.Down(s) : s)));
    }

    [Fact]
    public void A_cluster_that_is_dissolved_or_being_cloned_or_a_replica_was_made_long_ago()
    {
        Assert.True(Create.InLaterStages(Views.Of((s, _) => s)));
        Assert.True(Create.InLaterStages(Views.Of((s, i) => i == 0 ? s : Views.Online(s, i) with { HasMetadata = false, ClusterName = null })));
        Assert.True(Create.InLaterStages(Views.Of((s, i) => i == 0 ? s with { HasMetadata = true, KnownSets = ["mycs"] } : s)));
        Assert.True(Create.InLaterStages(Views.Of((s, i) => i == 0 ? Views.InSet(s, i, "mycs", "REPLICA") : s)));
    }

    [Fact]
    public void A_group_of_the_operator_must_be_dissolved_and_a_dissolved_one_is_done()
    {
        Assert.IsType<StepState.Needed>(Dissolve.Decide(Views.Of(Views.Online), "mycs"));
        Assert.IsType<StepState.Done>(Dissolve.Decide(Views.Of((s, _) => s), "mycs"));
    }

    [Fact]
    public void A_cluster_in_another_set_is_never_dissolved()
    {
        var view = Views.Of((s, i) => Views.InSet(s, i, "other", "PRIMARY"));

        Assert.Contains("other", Assert.IsType<StepState.Unsafe>(Dissolve.Decide(view, "mycs")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_dissolved_group_must_still_be_dissolved()
    {
        var view = Views.Of((s, i) => i == 0 ? s : Views.Online(s, i) with { HasMetadata = false, ClusterName = null });

        Assert.IsType<StepState.Needed>(Dissolve.Decide(view, "mycs"));
    }

    [Fact]
    public void A_server_that_was_cloned_from_the_set_was_dissolved_long_ago()
    {
        var view = Views.Of((s, i) => i == 0 ? s with { HasMetadata = true, KnownSets = ["mycs"] } : s);

        Assert.IsType<StepState.Done>(Dissolve.Decide(view, "mycs"));
    }

    [Fact]
    public void An_unreachable_server_forbids_to_conclude_that_a_cluster_is_dissolved() =>
        Assert.Throws<StepFailedException>(() => Dissolve.Decide(Views.Of((s, i) => i == 2 ? Views.Down(s) : s), "mycs"));

    [Fact]
    public void An_offline_group_with_metadata_is_left_to_its_repair() =>
        Assert.Throws<StepFailedException>(() => Dissolve.Decide(Views.Of((s, i) => Views.Online(s, i) with { State = "OFFLINE", Role = "" }), "mycs"));

    public static TheoryData<string, SetMetadata, Type> Replicas => new()
    {
        { "nothing there", new SetMetadata(null, false, false, null, []), typeof(StepState.Needed) },
        { "finished", new SetMetadata("c", true, false, "myreplica", [Address]), typeof(StepState.Done) },
        { "finished, with more members", new SetMetadata("c", true, false, "myreplica", [Address, "dr-1:3306"]), typeof(StepState.Done) },
        { "invalidated", new SetMetadata("c", true, true, "myreplica", [Address]), typeof(StepState.Unsafe) },
        { "the name on other servers", new SetMetadata("c", true, false, null, ["x:3306"]), typeof(StepState.Unsafe) },
        { "half made", new SetMetadata("c", false, false, "myreplica", [Address]), typeof(StepState.Needed) },
        { "half made before the server was written", new SetMetadata("c", false, false, null, []), typeof(StepState.Needed) },
        { "the name of a cluster elsewhere", new SetMetadata("c", false, false, null, ["x:3306"]), typeof(StepState.Unsafe) },
        { "the server in another cluster of the set", new SetMetadata(null, false, false, "otherreplica", []), typeof(StepState.Unsafe) },
    };

    [Theory]
    [MemberData(nameof(Replicas))]
    public void A_replica_is_judged_by_the_sets_metadata(string what, SetMetadata seen, Type expected) =>
        Assert.True(Replica.Decide(seen, Join, Address).GetType() == expected, what);

    [Fact]
    public void A_server_is_added_when_it_and_the_primary_say_online()
    {
        Assert.IsType<StepState.Done>(Joining.Decide(Views.Of(Views.Online), 1));
        Assert.IsType<StepState.Needed>(Joining.Decide(Views.Of((s, i) => i == 1 ? s : Views.Online(s, i)), 1));
        Assert.IsType<StepState.Needed>(Joining.Decide(Views.Of((s, i) => i == 1 ? Views.Online(s, i) with { State = "RECOVERING" } : Views.Online(s, i)), 1));
    }

    [Fact]
    public void A_server_in_a_group_of_its_own_is_not_touched()
    {
        var view = Views.Of((s, i) => i == 1 ? s with { State = "ONLINE", Role = "PRIMARY", Members = new Dictionary<string, string> { ["u1"] = "ONLINE" } } : Views.Online(s, i));

        Assert.IsType<StepState.Unsafe>(Joining.Decide(view, 1));
    }

    [Fact]
    public void A_server_that_does_not_answer_is_not_called_missing() =>
        Assert.True(Assert.Throws<StepFailedException>(() => Joining.Decide(Views.Of((s, i) => i == 1 ? Views.Down(s) : Views.Online(s, i)), 1)).Retriable);
}
