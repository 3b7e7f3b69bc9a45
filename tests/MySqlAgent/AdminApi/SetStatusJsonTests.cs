using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Tests.Support;

namespace ClusterSetSuite.MySqlAgent.Tests.AdminApi;

public sealed class SetStatusJsonTests
{
    [Fact]
    public void A_healthy_set_is_read_with_its_members()
    {
        var json = ShellOutput.Read(Transcript.Read("077")).Json!.Value;

        var status = SetStatusJson.Read(json);

        Assert.Equal(("mycs", "HEALTHY"), (SetStatusJson.Name(json), status.Status));
        var replica = status.Clusters.Single(c => c.Name == "myreplica");
        Assert.Equal(("REPLICA", "OK", "OK", 3), (replica.Role, replica.GlobalStatus, replica.ReplicationStatus, replica.OnlineMembers));
        Assert.Equal("dr-0.dr-instances.mysql-dr.svc.cluster.local:3320", replica.PrimaryMember);
        Assert.Null(status.Clusters.Single(c => c.Name == "prd").ReplicationStatus);
        Assert.Equal(3, SetStatusJson.Members(json, "prd").Count);
    }

    [Fact]
    public void A_stopped_channel_is_a_fault_and_a_healthy_set_has_none()
    {
        var wanted = new Dictionary<string, int> { ["prd"] = 3, ["myreplica"] = 3 };

        Assert.Empty(MySqlAgent.Steps.VerifyClusterSet.Faults(SetStatusJson.Read(ShellOutput.Read(Transcript.Read("077")).Json!.Value), wanted));
        var faults = MySqlAgent.Steps.VerifyClusterSet.Faults(SetStatusJson.Read(ShellOutput.Read(Transcript.Read("189")).Json!.Value), wanted).ToArray();
        Assert.Contains("the set is AVAILABLE", faults);
        Assert.Contains("the replication to myreplica is STOPPED", faults);
    }

    [Fact]
    public void A_cluster_that_is_not_in_the_set_is_a_fault()
    {
        var status = SetStatusJson.Read(ShellOutput.Read(Transcript.Read("077")).Json!.Value);

        Assert.Equal(["other is not in it"], MySqlAgent.Steps.VerifyClusterSet.Faults(status, new Dictionary<string, int> { ["other"] = 3 }));
    }
}
