using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>The AdminAPI half of the procedure, step by step, on four real servers.</summary>
[Collection("real servers")]
public sealed class ProvisioningTests
{
    private static readonly DissolveCluster Dissolve = new(TwoSites.Replica, "mycs");
    private static readonly WriteProbeRow Write = new(TwoSites.Primary, "mycs");

    [Fact]
    public async Task Two_clusters_become_a_set_step_by_step_and_no_secret_is_seen()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var watch = new CommandLineWatch("c4nary");
        await using var sites = await TwoSites.Start(ct);

        await Login_is_proven_or_explained(sites, ct);
        await Brought_to_its_end(sites.CreateSet, new CreateClusterSet(TwoSites.Primary, "mycs"), ct);
        Assert.IsType<StepState.Unsafe>(await sites.CreateSet.Check(new CreateClusterSet(TwoSites.Primary, "other"), ct));
        await User_data_is_not_destroyed(sites, ct);
        await Brought_to_its_end(sites.Dissolve, Dissolve, ct);
        await An_interrupted_attempt_is_cleared_away_and_the_replica_made(sites, ct);
        Assert.IsType<StepState.Done>(await sites.Dissolve.Check(Dissolve, ct));
        await Brought_to_its_end(sites.Add, new AddInstance(TwoSites.Replica, 1), ct);
        await A_row_is_seen_everywhere(sites, ct);
        await The_set_is_healthy(sites, ct);

        Assert.True(watch.Looks > 0);
        Assert.Null(watch.Found);
        Assert.DoesNotContain(sites.Notes.Texts, text => text.Contains("c4nary", StringComparison.Ordinal));
    }

    private static async Task Login_is_proven_or_explained(TwoSites sites, CancellationToken ct)
    {
        Assert.IsType<StepState.Done>(await sites.Login.Check(new VerifyPeerLogin(TwoSites.Replica, sites.PrimaryAddresses), ct));

        var refused = Assert.IsType<StepState.Needed>(await sites.Login.Check(new VerifyPeerLogin(TwoSites.Replica, ["127.0.0.1:29099"]), ct));
        Assert.Contains("127.0.0.1:29099: the connection is refused", refused.Why, StringComparison.Ordinal);
        var unknown = Assert.IsType<StepState.Needed>(await sites.Login.Check(new VerifyPeerLogin(TwoSites.Replica, ["nosuch.invalid:3306"]), ct));
        Assert.Contains("the name does not resolve", unknown.Why, StringComparison.Ordinal);
    }

    private static async Task User_data_is_not_destroyed(TwoSites sites, CancellationToken ct)
    {
        await sites.Execute(TwoSites.Replica, 0, "CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY); INSERT INTO app.t VALUES (1), (2)", ct);

        Assert.Contains("app (2 rows)", Assert.IsType<StepState.Unsafe>(await sites.Dissolve.Check(Dissolve, ct)).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StepRefusedException>(() => sites.Dissolve.Apply(Dissolve, ct));
        Assert.Equal(2, (await sites.Look.At(TwoSites.Replica, ct)).Online);
        Assert.IsType<StepState.Needed>(await sites.Dissolve.Check(Dissolve with { DiscardData = true }, ct));

        await sites.Execute(TwoSites.Replica, 0, "DROP DATABASE app", ct);
    }

    private static async Task An_interrupted_attempt_is_cleared_away_and_the_replica_made(TwoSites sites, CancellationToken ct)
    {
        var command = new CreateReplicaCluster { Cluster = TwoSites.Primary, SetName = "mycs", ReplicaHost = sites.ReplicaAddress, ReplicaName = "myreplica" };
        await sites.Execute(
            TwoSites.Primary, 0,
            "INSERT INTO mysql_innodb_cluster_metadata.clusters (cluster_id, cluster_name, cluster_type, primary_mode) VALUES (UUID(), 'myreplica', 'gr', 'pm')", ct);

        Assert.Contains("half made", Assert.IsType<StepState.Needed>(await sites.Join.Check(command, ct)).Why, StringComparison.Ordinal);
        await sites.Join.Apply(command, ct);
        Assert.IsType<StepState.Done>(await sites.Join.Verify(command, ct));
    }

    private static async Task A_row_is_seen_everywhere(TwoSites sites, CancellationToken ct)
    {
        await sites.Write.Apply(Write, ct);
        var row = Assert.IsType<ProbeRow>(Assert.IsType<StepState.Done>(await sites.Write.Check(Write, ct)).Facts);

        Assert.IsType<StepState.Done>(await sites.Read.Verify(new ReadProbeRow(TwoSites.Replica, "mycs", row), ct));
        var other = Assert.IsType<StepState.Needed>(await sites.Read.Check(new ReadProbeRow(TwoSites.Replica, "mycs", row with { Token = "x" }), ct));
        Assert.Contains("another row", other.Why, StringComparison.Ordinal);
    }

    private static async Task The_set_is_healthy(TwoSites sites, CancellationToken ct)
    {
        var command = new VerifyClusterSet(TwoSites.Primary, "mycs", new Dictionary<string, int> { ["prd"] = 2, ["myreplica"] = 2 });

        var status = Assert.IsType<ClusterSetStatus>(Assert.IsType<StepState.Done>(await sites.Healthy.Verify(command, ct)).Facts);

        Assert.Equal("HEALTHY", status.Status);
        Assert.Equal((2.0, 2.0), (await sites.ChannelHeartbeat(0, ct), await sites.ChannelHeartbeat(1, ct)));
        Assert.All(status.Clusters, cluster => Assert.Equal(2, cluster.OnlineMembers));
        var tooMany = command with { Clusters = new Dictionary<string, int> { ["prd"] = 3 } };
        Assert.Contains("prd has 2 of 3", Assert.IsType<StepState.Needed>(await sites.Healthy.Check(tooMany, ct)).Why, StringComparison.Ordinal);
    }

    private static async Task Brought_to_its_end<TCommand>(IStep<TCommand> step, TCommand command, CancellationToken ct)
        where TCommand : IStepCommand
    {
        Assert.IsType<StepState.Needed>(await step.Check(command, ct));
        await step.Apply(command, ct);
        Assert.IsType<StepState.Done>(await step.Verify(command, ct));
        Assert.IsType<StepState.Done>(await step.Check(command, ct));
    }
}
