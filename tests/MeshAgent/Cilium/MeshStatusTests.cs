using ClusterSetSuite.MeshAgent.Cilium;

namespace ClusterSetSuite.MeshAgent.Tests.Cilium;

public class MeshStatusTests
{
    private const string Remotes = """
        [{"name":"dr","ready":true,"connected":true,"status":"etcd: 1/1 connected","num-nodes":1,"num-failures":0,"last-failure":"0001-01-01T00:00:00Z"},
         {"name":"third","ready":false,"connected":false,"status":"x509: certificate signed by unknown authority","num-failures":7,"last-failure":"2026-11-23T10:00:00Z"}]
        """;

    [Fact]
    public void Ready_peers_lack_nothing() =>
        Assert.Empty(MeshHealth.Lacking("pod cilium-x", MeshStatus.OfAgent($$$"""{"cluster-mesh":{"clusters":{{{Remotes}}}}}"""), ["dr"]));

    [Fact]
    public void A_peer_that_is_not_connected_is_told_with_Ciliums_words_and_the_last_failure()
    {
        var problem = Assert.Single(MeshHealth.Lacking("pod cilium-x", MeshStatus.OfKvStoreMesh(Remotes), ["dr", "third"]));

        Assert.Equal("pod cilium-x: peer third is not connected: x509: certificate signed by unknown authority (7 failures, last 2026-11-23 10:00:00Z)", problem);
    }

    [Theory]
    [InlineData("""{"cluster-mesh":{"clusters":null}}""")]
    [InlineData("""{"cilium":{"state":"Ok"}}""")]
    public void Without_a_mesh_every_peer_is_missing(string output) =>
        Assert.Equal("p: peer dr is not configured there", Assert.Single(MeshHealth.Lacking("p", MeshStatus.OfAgent(output), ["dr"])));

    [Theory]
    [InlineData("Cannot get status/probe: Is the agent running?")]
    [InlineData("[]")]
    public void What_is_no_status_is_never_taken_for_one(string output) => Assert.Throws<FormatException>(() => MeshStatus.OfAgent(output));
}
