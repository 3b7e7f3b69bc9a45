using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Commands;
using ClusterSetSuite.Lab.Cilium.Mesh;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Lab.Cilium.Tests;

/// <summary>Two sites on real etcds with mutual TLS.</summary>
public sealed class MeshTests : IAsyncDisposable
{
    private readonly MeshSite _prod = new("prod", 1, 26000);
    private readonly MeshSite _dr = new("dr", 2, 26010);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sites_that_trust_each_other_see_each_others_nodes_through_KVStoreMesh()
    {
        await Start(trust: true);
        using var store = new RemoteClusters(_prod.Folder, TimeProvider.System, MeshSite.Loopback);
        await store.Look(_prod.Cluster, Ct);
        var remote = Assert.Single(store.All);
        Assert.True(remote.Status().Ready, remote.Status().Status);

        using var local = _prod.Client();
        await KvStoreMeshCommand.Repeat(local, remote, Ct);
        _prod.Connect("dr", new Uri("https://clustermesh-apiserver.kube-system.svc:26000"), "local");
        using var agent = new RemoteClusters(_prod.Folder, TimeProvider.System, MeshSite.Loopback);
        await agent.Look(_prod.Cluster, Ct);

        var seen = Assert.Single(agent.All);
        Assert.True(seen.Status().Config.KvStoreMesh);
        Assert.Equal("10.245.0.0/24", JsonSerializer.Deserialize<MeshNode>(Assert.Single(seen.View!.Nodes.Values))!.PodCidr);
    }

    [Fact]
    public async Task Without_each_others_CA_there_is_no_connection()
    {
        await Start(trust: false);

        var status = await Status();

        Assert.False(status.Connected || status.Ready);
        Assert.Equal(1, status.NumFailures);
    }

    [Fact]
    public async Task Trust_of_one_side_only_is_not_enough()
    {
        await Start(trust: false, prodTrusts: true);

        Assert.False((await Status()).Connected);
    }

    [Fact]
    public async Task A_bare_address_is_not_in_the_certificate()
    {
        await Start(trust: true);
        _prod.Connect("dr", new Uri("https://127.0.0.2:26010"), "common");

        Assert.False((await Status()).Connected);
    }

    [Fact]
    public async Task A_peer_of_another_name_is_not_found_and_one_with_our_id_is_refused()
    {
        await Start(trust: true);
        _prod.Connect("other", new Uri("https://other.mesh.cilium.io:26010"), "common");
        using var remotes = new RemoteClusters(_prod.Folder, TimeProvider.System, MeshSite.Loopback);
        await remotes.Look(_prod.Cluster with { Id = 2 }, Ct);

        var status = remotes.All.ToDictionary(remote => remote.Name, remote => remote.Status());
        Assert.Contains("not found", status["other"].Status, StringComparison.Ordinal);
        Assert.Contains("same id", status["dr"].Status, StringComparison.Ordinal);
        Assert.DoesNotContain(status.Values, one => one.Ready);
    }

    [Fact]
    public async Task The_last_view_outlives_a_short_absence_and_goes_with_the_configuration()
    {
        await Start(trust: true);
        using var remotes = new RemoteClusters(_prod.Folder, TimeProvider.System, MeshSite.Loopback);
        await remotes.Look(_prod.Cluster, Ct);
        await _dr.DisposeAsync();
        await remotes.Look(_prod.Cluster, Ct);

        var remote = Assert.Single(remotes.All);
        Assert.False(remote.Status().Ready);
        Assert.NotNull(remote.View);
        File.Delete(Path.Combine(_prod.Folder, "dr"));
        Assert.Equal(["dr"], await remotes.Look(_prod.Cluster, Ct));
        Assert.Empty(remotes.All);
    }

    [Fact]
    public void The_agents_status_has_the_shape_of_the_real_one()
    {
        using var remote = new RemoteCluster("dr", "", "/nowhere", _prod.Cluster, TimeProvider.System, null);
        var clusters = JsonSerializer.SerializeToNode(new[] { remote.Status() })!.AsArray();

        var first = StatusCommand.AgentShape(clusters)["cluster-mesh"]!["clusters"]![0]!.AsObject();

        Assert.Equal(
            ["name", "ready", "connected", "status", "config", "synced", "num-nodes", "num-endpoints", "num-identities", "num-shared-services", "num-failures", "last-failure"],
            first.Select(pair => pair.Key));
        Assert.Null(StatusCommand.AgentShape([])["cluster-mesh"]!["clusters"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _prod.DisposeAsync();
        if (Directory.Exists(_dr.Folder))
            await _dr.DisposeAsync();
    }

    private async Task Start(bool trust, bool prodTrusts = false)
    {
        Assert.SkipWhen(SuiteCache.Program("etcd") is null, "no etcd in the lab's cache; build it with deploy/lab");
        if (trust || prodTrusts)
            _prod.Trust(_prod.Ca, _dr.Ca);
        if (trust)
            _dr.Trust(_dr.Ca, _prod.Ca);
        await Task.WhenAll(_prod.Start(Ct), _dr.Start(Ct));
        await _dr.Publish("10.245.0.0/24", Ct);
        _prod.Connect(_dr);
    }

    private async Task<RemoteStatus> Status()
    {
        using var remotes = new RemoteClusters(_prod.Folder, TimeProvider.System, MeshSite.Loopback);
        await remotes.Look(_prod.Cluster, Ct);
        return Assert.Single(remotes.All).Status();
    }
}
