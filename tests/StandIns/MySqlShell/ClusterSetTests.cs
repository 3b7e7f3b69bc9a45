using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlShell.Tests;

/// <summary>The life of a set on real servers, said as the real shell says it.</summary>
[Collection(nameof(RealServers))]
public sealed class ClusterSetTests
{
    [Fact]
    public async Task A_set_is_provisioned_switched_over_fenced_failed_over_and_rejoined()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var prd = await MySqlServers.Start(2, 23100, 100, ct);
        await using var dr = await MySqlServers.Start(2, 23110, 200, ct);
        await Expect("030-create-cluster-prd", prd[0], ct, "dba", "create-cluster", "prd");
        await Expect("031-create-cluster-prd-again", prd[0], ct, "dba", "create-cluster", "prd");
        await Expect("109-l2-add1", prd[0], ct, "cluster", "addInstance", prd[1].Address, "--recoveryMethod=incremental");
        await Expect("044-clusterset-status-on-plain-cluster", prd[0], ct, "clusterset", "status");
        await Expect("046-create-clusterset", prd[0], ct, "cluster", "createClusterSet", "mycs");
        await Expect("047-create-clusterset-again", prd[0], ct, "cluster", "createClusterSet", "mycs");
        await Expect("112-l2-createreplica-incremental", prd[0], ct, "clusterset", "createReplicaCluster", dr[0].Address, "myreplica", "--recoveryMethod=incremental");
        await Expect("068-clusterset-status-after-create", prd[0], ct, "clusterset", "status");
        await Expect("069-create-replica-again", prd[0], ct, "clusterset", "createReplicaCluster", dr[0].Address, "myreplica", "--recoveryMethod=clone");
        var cloned = await ShellRun.Call(dr[0], ct, "cluster", "addInstance", dr[1].Address, "--recoveryMethod=clone");
        Assert.True(cloned.ExitCode == 0, cloned.Error);
        Assert.Equal("2", await dr[1].Scalar("SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE member_state = 'ONLINE'", ct));
        Assert.Equal("1", await dr[1].Scalar("SELECT @@super_read_only", ct));
        await Expect("088-setup-router-account", prd[0], ct, "clusterset", "setup-router-account", "router1", "--password=routerpw");
        await Expect("089-setup-router-account-again", prd[0], ct, "clusterset", "setup-router-account", "router1", "--password=routerpw");
        await Expect("097-routing-options-oldname", prd[0], ct, "clusterset", "routingOptions");

        await prd[0].Execute("CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY); INSERT INTO app.t VALUES (1)", ct);
        await dr[0].WaitFor("SELECT COUNT(*) FROM app.t", "1", ct);
        await Expect("144-l2-force-refused-alive", dr[0], ct, "clusterset", "forcePrimaryCluster", "myreplica");

        var switched = await ShellRun.Call(prd[0], ct, "clusterset", "setPrimaryCluster", "myreplica", "--timeout=60");
        Assert.True(switched.ExitCode == 0, switched.Error);
        await dr[0].Execute("INSERT INTO app.t VALUES (2)", ct);
        await prd[0].WaitFor("SELECT COUNT(*) FROM app.t", "2", ct);
        Assert.Equal("1", await prd[0].Scalar("SELECT @@super_read_only", ct));
        await Expect("120-l2-switch-again", dr[0], ct, "clusterset", "setPrimaryCluster", "myreplica");

        await Fence(dr[0], ct);
        await FailOver(prd, dr, ct);
        await Rejoin(prd, dr, ct);
    }

    private static async Task Fence(MySqlServer primary, CancellationToken ct)
    {
        Assert.Equal(0, (await ShellRun.Call(primary, ct, "cluster", "fenceWrites")).ExitCode);
        Assert.Equal("1", await primary.Scalar("SELECT @@super_read_only", ct));
        await Expect("203-l3-fence-again", primary, ct, "cluster", "fenceWrites");
        Assert.Equal(0, (await ShellRun.Call(primary, ct, "cluster", "unfenceWrites")).ExitCode);
        await Expect("205-l3-unfence-again", primary, ct, "cluster", "unfenceWrites");
        await primary.Execute("INSERT INTO app.t VALUES (3)", ct);
    }

    private static async Task FailOver(MySqlServers prd, MySqlServers dr, CancellationToken ct)
    {
        await prd[0].WaitFor("SELECT COUNT(*) FROM app.t", "3", ct);
        await dr[0].Kill(ct);
        await dr[1].Kill(ct);
        var forced = await ShellRun.Call(prd[0], ct, "clusterset", "forcePrimaryCluster", "prd", "--timeout=60");
        Assert.True(forced.ExitCode == 0, forced.Error);
        await prd[0].Execute("INSERT INTO app.t VALUES (4)", ct);
        Assert.Equal("1", await prd[0].Scalar("SELECT SUM(invalidated) FROM mysql_innodb_cluster_metadata.v2_cs_members", ct));
        Assert.Equal("1", await prd[0].Scalar("SELECT MAX(view_id) > 4294967296 FROM mysql_innodb_cluster_metadata.v2_cs_members", ct));
    }

    private static async Task Rejoin(MySqlServers prd, MySqlServers dr, CancellationToken ct)
    {
        await Task.WhenAll(dr[0].Start(ct), dr[1].Start(ct));
        Assert.Contains("51619", (await ShellRun.Call(prd[0], ct, "clusterset", "rejoinCluster", "myreplica")).Error, StringComparison.Ordinal);
        var rebooted = await ShellRun.Call(dr[0], ct, "dba", "rebootClusterFromCompleteOutage");
        Assert.True(rebooted.ExitCode == 0, rebooted.Error);
        Assert.Equal("1", await dr[0].Scalar("SELECT @@super_read_only", ct));
        var rejoined = await ShellRun.Call(prd[0], ct, "clusterset", "rejoinCluster", "myreplica");
        Assert.True(rejoined.ExitCode == 0, rejoined.Error);
        await dr[0].WaitFor("SELECT COUNT(*) FROM app.t", "4", ct);
        var member = await ShellRun.Call(dr[0], ct, "cluster", "rejoinInstance", dr[1].Address);
        Assert.True(member.ExitCode == 0, member.Error);
        await Expect("068-clusterset-status-after-create", prd[0], ct, "clusterset", "status");
    }

    private static async Task Expect(string transcript, MySqlServer server, CancellationToken ct, params string[] operation) =>
        Transcript.Read(transcript).Matches(await ShellRun.Call(server, ct, operation));
}
