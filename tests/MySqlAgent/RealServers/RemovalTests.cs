using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Clusters leave their set and go on by themselves with their data, on four real servers.</summary>
[Collection("real servers")]
public sealed class RemovalTests
{
    private static readonly DetachReplica Detach = new() { Cluster = TwoSites.Primary, SetName = "mycs", ReplicaName = "myreplica", Unreachable = false };
    private static readonly MakeStandalone Replica = new(TwoSites.Replica, "mycs");
    private static readonly MakeStandalone Primary = new(TwoSites.Primary, "mycs");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_that_is_removed_and_the_last_cluster_of_a_set_become_healthy_clusters_of_their_own()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29400, Ct);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE clusterset_suite; CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY); INSERT INTO app.t VALUES (1), (2)", Ct);

        await What_is_still_in_the_set_is_not_touched(sites);
        await sites.Execute(TwoSites.Primary, 0, """
            INSERT INTO mysql_innodb_cluster_metadata.routers (router_name, product_name, address, options, clusterset_id)
            SELECT 'r', 'MySQL Router', 'dr-router-gone', JSON_OBJECT('target_cluster', c.group_name, 'tags', JSON_OBJECT()), c.clusterset_id
            FROM mysql_innodb_cluster_metadata.v2_gr_clusters c WHERE c.cluster_name = 'myreplica'
            """, Ct);
        await StepRuns.BroughtToItsEnd(sites.Detach, Detach);
        Assert.Equal("{\"tags\": {}}", await sites.Ask(TwoSites.Primary, 0, "SELECT options FROM mysql_innodb_cluster_metadata.routers WHERE address = 'dr-router-gone'", Ct));
        await The_set_goes_on_without_it(sites);
        await Stands_alone(sites, Replica, rows: 3);
        await Stands_alone(sites, Primary, rows: 3);
        Assert.IsType<StepState.Done>(await sites.Detach.Check(Detach, Ct)); // the whole set is gone
    }

    [Fact]
    public async Task A_replica_that_was_away_when_it_was_removed_is_cleaned_when_it_returns()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29500, Ct);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY); INSERT INTO app.t VALUES (1), (2)", Ct);
        await sites.Dr[0].WaitFor("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'app'", "1", Ct);
        await sites.Dr[0].WaitFor("SELECT COUNT(*) FROM app.t", "2", Ct);
        foreach (var server in sites.Dr.All)
            await server.Kill(Ct);

        var refused = await Assert.ThrowsAsync<StepFailedException>(() => sites.Detach.Apply(Detach, Ct));
        Assert.Contains("--unreachable", refused.Advice, StringComparison.Ordinal);
        await StepRuns.BroughtToItsEnd(sites.Detach, Detach with { Unreachable = true });

        foreach (var server in sites.Dr.All)
            await server.Start(Ct);
        await Assert.ThrowsAsync<StepFailedException>(() => sites.Standalone.Check(Replica, Ct)); // its group is not there yet: the operator reboots it
        await sites.RestoreByOperator(TwoSites.Replica, Ct);
        await Stands_alone(sites, Replica, rows: 3);
        await Its_other_server_comes_back(sites);
    }

    // The reboot left it out, for the set had invalidated the cluster; its metadata is of the set that is gone.
    private static async Task Its_other_server_comes_back(TwoSites sites)
    {
        var view = await sites.Look.At(TwoSites.Replica, Ct);
        var left = view.Servers.Single(server => server.State == "OFFLINE");
        await StepRuns.BroughtToItsEnd(sites.RejoinInstance, new RejoinInstance(TwoSites.Replica, Ordinal(left.Pod)));
        Assert.Equal([left.Pod], sites.Guards.Kept); // AdminAPI can bring it back with clients kept out
        var after = await sites.Look.At(TwoSites.Replica, Ct);
        Assert.Equal(2, after.Online);
        Assert.Empty(MySqlAgent.Steps.MakeStandalone.TracesOf(after, after.NeedPrimary()));
        Assert.IsType<StepState.Done>(await sites.Standalone.Check(Replica, Ct));
    }

    private static async Task What_is_still_in_the_set_is_not_touched(TwoSites sites)
    {
        Assert.Contains("the primary of ClusterSet mycs", Refused(await sites.Detach.Check(Detach with { ReplicaName = "prd" }, Ct)), StringComparison.Ordinal);
        Assert.Contains("which has other clusters: myreplica", Refused(await sites.Standalone.Check(Primary, Ct)), StringComparison.Ordinal);
        Assert.IsType<StepState.Needed>(await sites.Standalone.Check(Primary with { LetGo = true }, Ct)); // an old primary that was let go while it was away does not know it
        Assert.Contains("still has myreplica", Refused(await sites.Standalone.Check(Replica, Ct)), StringComparison.Ordinal);
        Assert.Contains("is in ClusterSet mycs", Refused(await sites.Standalone.Check(Replica with { SetName = "other" }, Ct)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StepRefusedException>(() => sites.Standalone.Apply(Replica, Ct));
        Assert.IsType<StepState.Done>(await sites.Healthy.Check(Set(("prd", 2), ("myreplica", 2)), Ct));
    }

    private static async Task The_set_goes_on_without_it(TwoSites sites)
    {
        Assert.IsType<StepState.Done>(await sites.Healthy.Verify(Set(("prd", 2)), Ct));
        Assert.IsType<StepState.Done>(await sites.Detach.Check(Detach, Ct));
    }

    private static async Task Stands_alone(TwoSites sites, MakeStandalone command, int rows)
    {
        await StepRuns.BroughtToItsEnd(sites.Standalone, command);
        var facts = Assert.IsType<StandaloneCluster>(Assert.IsType<StepState.Done>(await sites.Standalone.Check(command, Ct)).Facts);
        Assert.True(facts.Online >= 1 && facts.Gtids.Length > 0);

        var primary = (await sites.Look.At(command.Cluster, Ct)).NeedPrimary();
        Assert.Equal((command.Cluster.Name, null), (primary.ClusterName, primary.SetName));
        var ordinal = Ordinal(primary.Pod);
        await sites.Execute(command.Cluster, ordinal, $"INSERT INTO app.t VALUES ({rows})", Ct);
        Assert.Equal($"{rows}", await sites.Ask(command.Cluster, ordinal, "SELECT COUNT(*) FROM app.t", Ct));
        Assert.Equal("0", await sites.Ask(command.Cluster, ordinal, "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'clusterset_suite'", Ct));
        var status = await sites.Admin.Run(command.Cluster, primary.Pod, Ct, "cluster", "status");
        Assert.True(status.Ok, status.Message);
    }

    private static VerifyClusterSet Set(params (string Name, int Members)[] clusters) =>
        new(TwoSites.Primary, "mycs", clusters.ToDictionary(cluster => cluster.Name, cluster => cluster.Members));

    private static int Ordinal(string pod) => int.Parse(pod[^1..], System.Globalization.CultureInfo.InvariantCulture);

    private static string Refused(StepState state) => Assert.IsType<StepState.Unsafe>(state).Reason;
}
