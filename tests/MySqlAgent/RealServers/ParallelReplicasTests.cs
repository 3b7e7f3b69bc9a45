using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Two sites join a set of real servers at the same time, by clone.</summary>
[Collection("real servers")]
public sealed class ParallelReplicasTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_are_made_at_the_same_time_are_cloned_from_a_server_each()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartPrimary(29700, Ct);
        var replicas = sites.Dr.All.Select((server, i) => new CreateReplicaCluster { Cluster = TwoSites.Primary, SetName = "mycs", ReplicaName = $"replica{i}", ReplicaHost = server.Address });

        var states = await Task.WhenAll(replicas.Select(command => sites.Join.Run(command, Ct)));

        Assert.All(states, state => Assert.IsType<StepState.Done>(state));
        var donors = await Task.WhenAll(sites.Dr.All.Select(server => server.Scalar("SELECT source FROM performance_schema.clone_status", Ct)));
        Assert.Equal(sites.PrimaryAddresses.Order(), donors.Order());
        foreach (var server in sites.Dr.All)
            Assert.Equal("ON", await server.Scalar("SELECT service_state FROM performance_schema.replication_connection_status WHERE channel_name = 'clusterset_replication'", Ct));
    }
}
