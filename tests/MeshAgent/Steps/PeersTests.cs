using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Tests.Cilium;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>Which peers are the suite's, and that it takes out no others.</summary>
[Collection(nameof(MeshApi))]
public sealed class PeersTests(MeshApi api)
{
    private static readonly string Ca = TestCertificates.Authority("dr");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_peer_that_the_suite_puts_in_is_noted_and_one_that_was_there_is_not()
    {
        var site = await MeshSite.Make(api, Ct);
        await site.MakeCa(TestCertificates.Authority("prod"), Ct);
        site.Install("""{"clustermesh":{"config":{"clusters":[{"name":"byhand","ips":["10.9.9.9"],"port":32379}]}}}""");

        await site.Step<ConnectMesh>().Apply(new ConnectMesh([Peer("dr"), Peer("byhand")]), Ct);

        Assert.Equal(["dr"], (await site.OwnPeers.Read(Ct)).Keys);
        Assert.Equal(Ca, (await site.OwnPeers.Read(Ct))["dr"]);
        Assert.Single(site.Upgrades);
    }

    [Fact]
    public async Task A_noted_peer_is_taken_out_once_and_forgotten()
    {
        var site = await MeshSite.Make(api, Ct);
        site.Install("""{"clustermesh":{"config":{"clusters":[{"name":"dr"},{"name":"far"}]}}}""");
        await site.OwnPeers.Note(new Dictionary<string, string> { ["dr"] = Ca, ["far"] = Ca }, Ct);
        var (step, command) = (site.Step<DisconnectMesh>(), new DisconnectMesh(["dr"]));

        Assert.Equal("connected by the suite: dr", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why);
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Verify(command, Ct));
        await step.Apply(command, Ct);

        Assert.Equal("""{"clustermesh":{"config":{"clusters":[{"name":"far"}]}}}""", Assert.Single(site.Upgrades).ToJsonString());
        Assert.Equal(["far"], (await site.OwnPeers.Read(Ct)).Keys);
    }

    [Fact]
    public async Task A_peer_that_somebody_else_put_in_stays()
    {
        var site = await MeshSite.Make(api, Ct);
        site.Install("""{"clustermesh":{"config":{"clusters":[{"name":"dr"}]}}}""");

        Assert.IsType<StepState.Done>(await site.Step<DisconnectMesh>().Check(new DisconnectMesh(["dr"]), Ct));
        await site.Step<DisconnectMesh>().Apply(new DisconnectMesh(["dr"]), Ct);

        Assert.Empty(site.Upgrades);
    }

    [Fact]
    public async Task The_inspection_tells_the_network_and_what_it_found()
    {
        var site = await MeshSite.Make(api, Ct);
        var node = await site.Kubernetes.CoreV1.CreateNodeAsync(new V1Node { Metadata = new V1ObjectMeta { Name = $"n-{site.Namespace}" }, Spec = new V1NodeSpec { PodCIDR = "10.244.3.0/24" } }, cancellationToken: Ct);
        node.Status = new V1NodeStatus { Addresses = [new() { Type = "InternalIP", Address = "172.30.0.33" }] };
        await site.Kubernetes.CoreV1.ReplaceNodeStatusAsync(node, node.Name(), cancellationToken: Ct);
        await site.Kubernetes.CoreV1.CreateNamespacedServiceAsync(
            new V1Service { Metadata = new V1ObjectMeta { Name = "web" }, Spec = new V1ServiceSpec { Type = "NodePort", Ports = [new() { Port = 80, NodePort = 32379 }] } }, site.Namespace, cancellationToken: Ct);

        var state = await site.Step<InspectMesh>().Check(new InspectMesh("prod", 1, MayInstall: true, NeedsCilium: true, 32379), Ct);

        var profile = Assert.IsType<MeshProfile>(Assert.IsType<StepState.Done>(state).Facts);
        Assert.Contains("10.244.3.0/24", profile.PodCidrs);
        Assert.Contains("172.30.0.33", profile.NodeAddresses);
        Assert.Equal(Severity.Info, Assert.Single(profile.Findings).Severity);
        Assert.Contains($"NodePort 32379 belongs to Service {site.Namespace}/web", profile.Findings[0].Reason, StringComparison.Ordinal);
        Assert.NotNull(profile.Clock);
    }

    private static MeshEndpoint Peer(string name) => new()
    {
        ClusterName = name,
        ClusterId = 2,
        Addresses = ["172.30.0.12"],
        Port = 32380,
        CaCertificate = Ca,
        MaxConnectedClusters = 255,
        Datapath = "tunnel/vxlan",
        PodCidrs = ["10.245.0.0/24"],
    };
}
