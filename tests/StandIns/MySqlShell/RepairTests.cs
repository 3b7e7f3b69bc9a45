using ClusterSetSuite.TestServers.MySql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlShell.Tests;

/// <summary>Removing, fencing and repairing on real servers, said as the real shell says it.</summary>
[Collection(nameof(RealServers))]
public sealed class RepairTests
{
    private const string OnlineMembers = "SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE member_state = 'ONLINE'";
    private const string Channels = "SELECT COUNT(*) FROM performance_schema.replication_connection_configuration WHERE channel_name = 'clusterset_replication'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_leaves_the_set_when_its_channel_is_sound_and_nobody_else_is_at_work()
    {
        await using var prd = await Servers(1, 23100, 100);
        await using var dr = await Servers(1, 23110, 200);
        await MakeSet(prd);
        await Done(prd[0], "clusterset", "createReplicaCluster", dr[0].Address, "myreplica", "--recoveryMethod=incremental");
        await Expect("209-l3-remove-primary", prd[0], "clusterset", "removeCluster", "prd");
        await Locked(prd[0], "clusterset", "removeCluster", "myreplica");

        await dr[0].Execute("STOP REPLICA FOR CHANNEL 'clusterset_replication'", Ct);
        await Expect("185-l2-remove-prim", prd[0], "clusterset", "removeCluster", "myreplica");
        await Expect("187-l2-remove-noforce", prd[0], "clusterset", "removeCluster", "prd", "--dissolve=true");
        await Expect("193-l2-remove-again", prd[0], "clusterset", "removeCluster", "nosuch");
        Assert.Equal("1", await dr[0].Scalar(Channels, Ct));

        await dr[0].Execute("START REPLICA FOR CHANNEL 'clusterset_replication'", Ct);
        await dr[0].WaitFor("SELECT service_state FROM performance_schema.replication_connection_status WHERE channel_name = 'clusterset_replication'", "ON", Ct);
        await Done(prd[0], "clusterset", "removeCluster", "myreplica");
        Assert.Equal(("0", "0", "1"), (await dr[0].Scalar(Channels, Ct), await dr[0].Scalar(OnlineMembers, Ct), await dr[0].Scalar("SELECT @@super_read_only", Ct)));
        Assert.DoesNotContain("myreplica", (await ShellRun.Call(prd[0], Ct, "clusterset", "status")).Output, StringComparison.Ordinal);
        await prd[0].Execute("CREATE DATABASE still_writable", Ct);
    }

    [Fact]
    public async Task What_is_left_of_a_group_without_quorum_becomes_the_group()
    {
        await using var prd = await Servers(3, 23100, 100);
        await MakeSet(prd);
        foreach (var joining in (MySqlServer[])[prd[1], prd[2]])
            await Done(prd[0], "cluster", "addInstance", joining.Address, "--recoveryMethod=incremental");
        var needless = await ShellRun.Call(prd[1], Ct, "cluster", "forceQuorumUsingPartitionOf", Root(prd[1]));
        Assert.NotEqual(0, needless.ExitCode);

        await Task.WhenAll(prd[0].Kill(Ct), prd[2].Kill(Ct));
        await prd[1].WaitFor("SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE member_state = 'UNREACHABLE'", "2", Ct);
        await Expect("141-l2-forcequorum", prd[1], "cluster", "forceQuorumUsingPartitionOf", Root(prd[1]));
        Assert.Equal("1", await prd[1].Scalar(OnlineMembers, Ct));
        await prd[1].WaitFor("SELECT @@super_read_only", "0", Ct);
        await prd[1].Execute("CREATE DATABASE written_by_the_survivor", Ct);
    }

    [Fact]
    public async Task A_cluster_that_is_fenced_from_all_traffic_is_closed_until_it_is_rebooted()
    {
        await using var prd = await Servers(2, 23100, 100);
        await MakeSet(prd);
        await Done(prd[0], "cluster", "addInstance", prd[1].Address, "--recoveryMethod=incremental");
        await Done(prd[0], "cluster", "fenceAllTraffic");
        foreach (var member in (MySqlServer[])[prd[0], prd[1]])
            Assert.Equal(("1", "1", "0"), (await member.Scalar("SELECT @@super_read_only", Ct), await member.Scalar("SELECT @@offline_mode", Ct), await member.Scalar(OnlineMembers, Ct)));
        await Expect("222-l4-fenceall", prd[0], "cluster", "fenceAllTraffic");

        await Done(prd[0], "dba", "rebootClusterFromCompleteOutage");
        Assert.Equal(("0", "0"), (await prd[0].Scalar("SELECT @@offline_mode", Ct), await prd[0].Scalar("SELECT @@super_read_only", Ct)));
        await prd[0].Execute("CREATE DATABASE open_again", Ct);
    }

    private static async Task<MySqlServers> Servers(int count, int port, int serverId)
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        return await MySqlServers.Start(count, port, serverId, Ct);
    }

    private static async Task MakeSet(MySqlServers prd)
    {
        await Done(prd[0], "dba", "create-cluster", "prd");
        await Done(prd[0], "cluster", "createClusterSet", "mycs");
    }

    /// <summary>Another session holds the lock of the set, as another shell does.</summary>
    private static async Task Locked(MySqlServer primary, params string[] operation)
    {
        await using var other = new MySqlConnection(primary.ConnectionString);
        await other.OpenAsync(Ct);
        await using var take = new MySqlCommand("SELECT GET_LOCK('AdminAPI_clusterset.AdminAPI_lock', 0)", other);
        Assert.Equal(1L, Convert.ToInt64(await take.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture));
        var refused = await ShellRun.Call(primary, Ct, operation);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("MYSQLSH 51500", refused.Error, StringComparison.Ordinal);
    }

    private static async Task Done(MySqlServer server, params string[] operation)
    {
        var run = await ShellRun.Call(server, Ct, operation);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static async Task Expect(string transcript, MySqlServer server, params string[] operation) => Transcript.Read(transcript).Matches(await ShellRun.Call(server, Ct, operation));

    private static string Root(MySqlServer server) => $"root:{MySqlServer.RootPassword}@{server.Address}";
}
