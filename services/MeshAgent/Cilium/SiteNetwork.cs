using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.AgentHost.Kubernetes;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>The site's pod networks and node addresses.</summary>
public sealed class SiteNetwork(IKubernetes api)
{
    /// <summary>Reads them from the nodes, and where Kubernetes gave a node no pod network, from its CiliumNode (<c>ipam.mode=cluster-pool</c>).</summary>
    public async Task<NetworkFacts> Read(CancellationToken ct)
    {
        var nodes = (await api.CoreV1.ListNodeAsync(cancellationToken: ct)).Items;
        return Of(nodes, nodes.All(node => PodCidrsOf(node).Count > 0) ? [] : await CiliumPodCidrs(ct));
    }

    /// <summary>Puts the facts of the nodes and the CiliumNodes together.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="ciliumPodCidrs">Pod networks by node name.</param>
    public static NetworkFacts Of(IEnumerable<V1Node> nodes, IReadOnlyDictionary<string, IReadOnlyList<string>> ciliumPodCidrs)
    {
        var networks = nodes.ToDictionary(
            node => node,
            node => PodCidrsOf(node) is { Count: > 0 } own ? own : ciliumPodCidrs.GetValueOrDefault(node.Name()) ?? []);
        return new NetworkFacts(
            [.. networks.Values.SelectMany(cidrs => cidrs).Distinct().Order()],
            [.. networks.Keys.SelectMany(InternalIps).Distinct().Order()],
            [.. networks.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key.Name()).Order()],
            networks.Keys.Count(node => node.Spec?.Unschedulable != true));
    }

    private static IReadOnlyList<string> PodCidrsOf(V1Node node) =>
        node.Spec?.PodCIDRs is { Count: > 0 } several ? [.. several] : node.Spec?.PodCIDR is { Length: > 0 } one ? [one] : [];

    private static IEnumerable<string> InternalIps(V1Node node) =>
        node.Status?.Addresses?.Where(address => address.Type == "InternalIP").Select(address => address.Address) ?? [];

    private async Task<Dictionary<string, IReadOnlyList<string>>> CiliumPodCidrs(CancellationToken ct)
    {
        var list = await api.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(CiliumNames.Group, CiliumNames.Version, "ciliumnodes", cancellationToken: ct).OrAbsent();
        var items = list is { } found ? JsonSerializer.SerializeToNode(found)?["items"]?.AsArray() ?? [] : [];
        return items.ToDictionary(
            item => item!["metadata"]!["name"]!.GetValue<string>(),
            item => (IReadOnlyList<string>)[.. (item!["spec"]?["ipam"]?["podCIDRs"] as JsonArray ?? []).Select(cidr => cidr!.GetValue<string>())]);
    }
}
