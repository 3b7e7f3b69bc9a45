using System.Globalization;
using System.Net;
using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Datapath;
using ClusterSetSuite.Lab.Cilium.Kubernetes;
using ClusterSetSuite.Lab.Cilium.Mesh;
using ClusterSetSuite.Lab.Cilium.Policies;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>cilium-agent</c>: one a node. Manages the node's pods, follows the remote clusters and sets the node's datapath.</summary>
public sealed class AgentCommand(IKubernetes api, string nodeName, string @namespace)
{
    /// <summary>Where <c>cilium-dbg status</c> finds the state of this process.</summary>
    public const string StatusFile = "/var/run/cilium/status.json";

    private const string ConfigFolder = "/tmp/cilium/config-map";
    private const string MeshFolder = "/var/lib/cilium/clustermesh";

    private readonly CiliumResources _resources = new(api);
    private readonly PolicyTable _policies = new(api, new(api), nodeName);
    private readonly HashSet<string> _endpoints = [];
    private DateTime _managesSince;
    private string _datapath = "";

    public static async Task<int> Run(CancellationToken ct)
    {
        using var api = Api.Connect();
        var agent = new AgentCommand(api, Environment.GetEnvironmentVariable("K8S_NODE_NAME")!, Environment.GetEnvironmentVariable("CILIUM_K8S_NAMESPACE")!);
        var names = new ServiceNames(api);
        using var remotes = new RemoteClusters(MeshFolder, TimeProvider.System, names.Resolve);
        try
        {
            await Task.WhenAll(
                Api.Repeat(TimeSpan.FromSeconds(2), () => agent.ManagePods(ct), ct),
                Api.Repeat(TimeSpan.FromSeconds(2), () => agent.FollowRemotes(remotes, names, ct), ct),
                Api.Repeat(TimeSpan.FromSeconds(0.5), () => agent.EnforcePolicies(remotes, ct), ct));
        }
        catch (OperationCanceledException)
        {
            await agent.LeaveNode();
        }

        return 0;
    }

    // Pods are managed from the moment Cilium is the node's network plugin; those that were there before must be restarted, as with the real one.
    private async Task ManagePods(CancellationToken ct)
    {
        if (_managesSince == default)
        {
            var node = await api.CoreV1.ReadNodeAsync(nodeName, cancellationToken: ct);
            var cidr = Nodes.PodCidr(node) ?? throw new InvalidOperationException($"node {nodeName} has no spec.podCIDR; ipam.mode=kubernetes waits for it");
            await _resources.SetNode(node, cidr, ct);
            _managesSince = (await api.AppsV1.ReadNamespacedDaemonSetAsync("cilium", @namespace, cancellationToken: ct)).Metadata.CreationTimestamp!.Value;
        }

        var pods = await api.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: $"spec.nodeName={nodeName}", cancellationToken: ct);
        foreach (var pod in pods.Items.Where(IsManaged).Where(pod => _endpoints.Add(pod.Metadata.Uid)))
            await _resources.SetEndpoint(pod, ct);
        await File.WriteAllTextAsync("/var/run/cilium/ready", "", ct);
    }

    private bool IsManaged(V1Pod pod) =>
        pod.Spec.HostNetwork != true && pod.Status.PodIP is not null && pod.Status.StartTime >= _managesSince && pod.Metadata.DeletionTimestamp is null;

    private async Task FollowRemotes(RemoteClusters remotes, ServiceNames names, CancellationToken ct)
    {
        await remotes.Look(Local(), ct);
        await StatusFiles.Write(StatusFile, remotes.All.Select(remote => remote.Status()), ct);
        if (remotes.All.Any(remote => !remote.Status().Connected))
            names.Forget();
        var routes = PeerNodes(remotes).ToDictionary(node => node.PodCidr, node => node.Address);
        var wanted = string.Join(' ', routes.Order());
        if (wanted == _datapath)
            return;
        await PeerRoutes.Set(routes, ct);
        _datapath = wanted;
        Log.Say($"routes to peers: {(wanted.Length == 0 ? "none" : wanted)}");
    }

    private Task EnforcePolicies(RemoteClusters remotes, CancellationToken ct) => _policies.Look(
        Setting("cluster-name"),
        PeerNodes(remotes).GroupBy(node => node.Cluster).ToDictionary(cluster => cluster.Key, cluster => (IReadOnlyList<string>)[.. cluster.Select(node => node.PodCidr)]),
        ct);

    private static IEnumerable<MeshNode> PeerNodes(RemoteClusters remotes) => remotes.All.Where(remote => remote.View is not null)
        .SelectMany(remote => remote.View!.Nodes.Values)
        .Select(text => JsonSerializer.Deserialize<MeshNode>(text)!);

    private static LocalCluster Local() => new(
        Setting("cluster-name"),
        int.Parse(Setting("cluster-id"), CultureInfo.InvariantCulture),
        int.Parse(Setting("max-connected-clusters"), CultureInfo.InvariantCulture));

    private static string Setting(string name) => File.ReadAllText(Path.Combine(ConfigFolder, name)).Trim();

    // The datapath stays as it is while an agent restarts; only with the release itself does it go.
    private async Task LeaveNode()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        if (await IsUninstalled(limit.Token))
        {
            await PeerRoutes.Clear(limit.Token);
            await PolicyTable.Clear(limit.Token);
        }
    }

    private async Task<bool> IsUninstalled(CancellationToken ct)
    {
        try
        {
            return (await api.AppsV1.ReadNamespacedDaemonSetAsync("cilium", @namespace, cancellationToken: ct)).Metadata.DeletionTimestamp is not null;
        }
        catch (HttpOperationException e)
        {
            // The rights go with the release as well, so a refusal tells the same.
            return e.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
        }
    }
}
