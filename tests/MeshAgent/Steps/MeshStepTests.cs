using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Tests.Cilium;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>The steps on a real API server, by the real helm.</summary>
[Collection(nameof(Api))]
public sealed class MeshStepTests(Api api)
{
    private static readonly InstallCilium Install = new("prod", 1);
    private static readonly EnableMesh Enable = new("prod", 1, 32379);
    private static readonly string PeerCa = TestCertificates.Authority("dr");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cilium_is_installed_once_and_then_found()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        Assert.IsType<StepState.Done>(await site.Run(Install, Ct));
        var config = await site.Kubernetes.CoreV1.ReadNamespacedConfigMapAsync("cilium-config", Site.Space, cancellationToken: Ct);
        Assert.Equal(("prod", "1"), (config.Data["cluster-name"], config.Data["cluster-id"]));

        var made = await site.Everything(Ct);
        Assert.IsType<StepState.Done>(await site.Run(Install, Ct));
        Assert.Equal(made, await site.Everything(Ct));
    }

    [Fact]
    public async Task A_site_can_be_cut_off_where_Cilium_enforces_policies_that_leave_all_else_as_it_was()
    {
        var (site, look) = (await Site.Make(api, Ct), new InspectIsolation("mycs"));
        Assert.Contains("Cilium does not run here", Assert.IsType<StepState.Unsafe>(await site.Run(look, Ct)).Reason, StringComparison.Ordinal);
        await using var controllers = new Controllers(site.Kubernetes);
        await site.Run(Install, Ct);
        Assert.Equal("prod", Assert.IsType<IsolationOutlook>(Assert.IsType<StepState.Done>(await site.Run(look, Ct)).Facts).MeshName);

        await Change(new { data = new Dictionary<string, string> { ["enable-policy"] = "never" } });
        Assert.Contains("enforces no policies", Assert.IsType<StepState.Unsafe>(await site.Run(look, Ct)).Reason, StringComparison.Ordinal);
        await Change(new { data = new Dictionary<string, string> { ["enable-policy"] = "default" } });
        var image = new { spec = new { template = new { spec = new { containers = new[] { new { name = "cilium-agent", image = "cilium/cilium:v1.15.19" } } } } } };
        await site.Kubernetes.AppsV1.PatchNamespacedDaemonSetAsync(new V1Patch(image, V1Patch.PatchType.StrategicMergePatch), "cilium", Site.Space, cancellationToken: Ct);
        Assert.Contains("Cilium is 1.15.19, and only since 1.16", Assert.IsType<StepState.Unsafe>(await site.Run(look, Ct)).Reason, StringComparison.Ordinal);

        Task Change(object config) => site.Kubernetes.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(config, V1Patch.PatchType.MergePatch), "cilium-config", Site.Space, cancellationToken: Ct);
    }

    [Fact]
    public async Task A_Cilium_with_another_name_is_refused_and_left_alone()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        await site.Run(Install, Ct);
        var made = await site.Everything(Ct);
        Assert.IsType<StepState.Unsafe>(await site.Run(new InstallCilium("other", 1), Ct));
        Assert.IsType<StepState.Unsafe>(await site.Run(new EnableMesh("prod", 2, 32379), Ct));
        Assert.Equal(made, await site.Everything(Ct));
    }

    [Fact]
    public async Task Somebody_elses_Cilium_of_the_same_name_is_adopted_and_never_touched_by_helm()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        await MakeForeignCilium(site);
        Assert.IsType<StepState.Done>(await site.Run(Install, Ct));
        Assert.DoesNotContain(await site.Everything(Ct), one => one.StartsWith("sh.helm.release", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_mesh_is_switched_on_and_tells_where_peers_reach_it()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        await site.Run(Install, Ct);
        var endpoint = Assert.IsType<MeshEndpoint>(Assert.IsType<StepState.Done>(await site.Run(Enable, Ct)).Facts);
        Assert.Equal(("prod", 1, 32379, "tunnel/vxlan", Controllers.OwnCa), (endpoint.ClusterName, endpoint.ClusterId, endpoint.Port, endpoint.Datapath, endpoint.CaCertificate));
        Assert.Equal(["172.30.0.11"], endpoint.Addresses);
        Assert.Equal(["10.244.0.0/24"], endpoint.PodCidrs);

        var made = await site.Everything(Ct);
        Assert.IsType<StepState.Done>(await site.Run(Enable, Ct));
        Assert.Equal(made, await site.Everything(Ct));
    }

    [Fact]
    public async Task A_taken_port_gives_way_to_the_next_free_one_and_the_facts_tell_it()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        await site.Run(Install, Ct);
        var taken = new V1Service { Metadata = new() { Name = "taken" }, Spec = new() { Type = "NodePort", Ports = [new() { Port = 80, NodePort = 32379 }] } };
        await site.Kubernetes.CoreV1.CreateNamespacedServiceAsync(taken, Site.Space, cancellationToken: Ct);
        var endpoint = Assert.IsType<MeshEndpoint>(Assert.IsType<StepState.Done>(await site.Run(Enable, Ct)).Facts);
        var service = await site.Kubernetes.CoreV1.ReadNamespacedServiceAsync("clustermesh-apiserver", Site.Space, cancellationToken: Ct);
        Assert.NotEqual(32379, endpoint.Port);
        Assert.Equal(service.Spec.Ports[0].NodePort, endpoint.Port);
    }

    [Fact]
    public async Task A_peer_is_configured_once_and_again_when_its_address_changes()
    {
        var site = await Site.Make(api, Ct);
        await using var controllers = new Controllers(site.Kubernetes);
        await site.Run(Install, Ct);
        await site.Run(Enable, Ct);
        Assert.IsType<StepState.Done>(await site.Run(Peer("172.30.0.12"), Ct));
        var secret = await site.Kubernetes.CoreV1.ReadNamespacedSecretAsync("cilium-kvstoremesh", Site.Space, cancellationToken: Ct);
        Assert.Equal(["dr"], secret.Data.Keys);

        Assert.IsType<StepState.Done>(await site.Step<ConnectMesh>().Check(Peer("172.30.0.12"), Ct));
        Assert.IsType<StepState.Needed>(await site.Step<ConnectMesh>().Check(Peer("172.30.0.13"), Ct));
        Assert.IsType<StepState.Done>(await site.Run(Peer("172.30.0.13"), Ct));
    }

    [Fact]
    public async Task A_mesh_counts_as_connected_only_when_every_agent_says_so()
    {
        var site = await Site.Make(api, Ct);
        await site.MakeAgentPod(Ct);
        site.MeshStatus = """{"cluster-mesh": {"clusters": []}}""";
        var waiting = Assert.IsType<StepState.Needed>(await site.Run(new VerifyMesh(["dr"]), Ct));
        Assert.Contains("cilium-x1 (cilium-agent): peer dr is not configured there", waiting.Why, StringComparison.Ordinal);
        site.MeshStatus = """{"cluster-mesh": {"clusters": [{"name": "dr", "ready": true, "connected": true, "status": "ready"}]}}""";
        Assert.IsType<StepState.Done>(await site.Run(new VerifyMesh(["dr"]), Ct));
    }

    internal static ConnectMesh Peer(string address) => new(
    [
        new MeshEndpoint
        {
            ClusterName = "dr",
            ClusterId = 2,
            Addresses = [address],
            Port = 32380,
            CaCertificate = PeerCa,
            MaxConnectedClusters = 255,
            Datapath = "tunnel/vxlan",
            PodCidrs = ["10.245.0.0/24"],
        },
    ]);

    private static async Task MakeForeignCilium(Site site)
    {
        var config = new V1ConfigMap { Metadata = new() { Name = "cilium-config" }, Data = new Dictionary<string, string> { ["cluster-name"] = "prod", ["cluster-id"] = "1" } };
        await site.Kubernetes.CoreV1.CreateNamespacedConfigMapAsync(config, Site.Space, cancellationToken: Ct);
        var labels = new Dictionary<string, string> { ["k8s-app"] = "cilium" };
        var set = new V1DaemonSet
        {
            Metadata = new() { Name = "cilium" },
            Spec = new()
            {
                Selector = new() { MatchLabels = labels },
                Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [new() { Name = "cilium-agent", Image = "cilium:theirs" }] } },
            },
        };
        await site.Kubernetes.AppsV1.CreateNamespacedDaemonSetAsync(set, Site.Space, cancellationToken: Ct);
    }
}
