using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Three replica sites beside the primary, on real servers.</summary>
[Collection("real servers")]
public sealed class ManySitesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_are_made_at_the_same_time_two_by_clones_from_a_server_each_and_one_that_has_the_data_already_without()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartPrimary(29300, Ct);
        await using var far = await MySqlServers.Start(1, 29320, 300, Ct);
        await TwoSites.SetPassword(far, Ct);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY); INSERT INTO shop.orders VALUES (1), (2)", Ct);
        await Restore(far[0], sites.Prd[0]);
        await sites.Execute(TwoSites.Primary, 0, "INSERT INTO shop.orders VALUES (3)", Ct);
        var cloned = await Cloned(far[0]);

        Task joined;
        await using (var other = await sites.Servers.Open(TwoSites.Primary, TwoSites.Primary.Pod(0), Ct))
        {
            Assert.Equal("1", await other.Scalar("SELECT GET_LOCK('AdminAPI_clusterset.AdminAPI_lock', 0)", Ct)); // as a command that changes the set holds it
            joined = Task.WhenAll(Joined(sites, sites.Dr[0].Address, "myreplica"), Joined(sites, sites.Dr[1].Address, "near"), Joined(sites, far[0].Address, "far"));
            await Waiting.Until("it is waited for", () => Task.FromResult(sites.Notes.Texts.Count(text => text.Contains("another AdminAPI command is at work", StringComparison.Ordinal)) >= 3), Ct);
        }

        await joined;

        var healthy = new VerifyClusterSet(TwoSites.Primary, "mycs", new Dictionary<string, int> { ["prd"] = 2, ["myreplica"] = 1, ["near"] = 1, ["far"] = 1 });
        Assert.IsType<StepState.Done>(await sites.Healthy.Verify(healthy, Ct));
        foreach (var server in (MySqlServer[])[.. sites.Dr.All, far[0]])
            Assert.Equal("1,2,3", await server.Scalar("SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.orders", Ct));
        var donors = await Task.WhenAll(sites.Dr.All.Select(server => server.Scalar("SELECT source FROM performance_schema.clone_status", Ct)));
        Assert.Equal(sites.PrimaryAddresses.Order(), donors.Order());
        Assert.Equal(cloned, await Cloned(far[0]));
    }

    private static async Task Joined(TwoSites sites, string host, string name)
    {
        var command = new CreateReplicaCluster { Cluster = TwoSites.Primary, SetName = "mycs", ReplicaHost = host, ReplicaName = name };
        Assert.IsType<StepState.Needed>(await sites.Join.Check(command, Ct));
        await sites.Join.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await sites.Join.Verify(command, Ct));
    }

    /// <summary>What a physical backup of the primary gives a server: here by a clone that a person makes.</summary>
    private static async Task Restore(MySqlServer target, MySqlServer donor)
    {
        await target.Execute($"INSTALL PLUGIN clone SONAME 'mysql_clone.so'; SET GLOBAL clone_valid_donor_list = '{donor.Address}'", Ct);
        await target.Execute($"CLONE INSTANCE FROM 'root'@'127.0.0.1':{donor.Port} IDENTIFIED BY '{TwoSites.Quoted}' REQUIRE SSL", Ct);
        await target.WaitFor("SELECT STATE FROM performance_schema.clone_status", "Completed", Ct);
    }

    private static async Task<string> Cloned(MySqlServer server) => await server.Scalar("SELECT COALESCE(MAX(BEGIN_TIME), '') FROM performance_schema.clone_status", Ct) ?? "";
}
