using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Datapath;
using ClusterSetSuite.Lab.Cilium.Kubernetes;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Policies;

/// <summary>Keeps the node's table <c>inet lab_policy</c> equal to what the CiliumNetworkPolicies of the cluster want for its pods. It sees packets after their destination was translated, and lets answers pass, as Cilium does.</summary>
public sealed class PolicyTable(IKubernetes api, CiliumResources resources, string nodeName)
{
    private const string Empty = "table inet lab_policy\ndelete table inet lab_policy\n";
    private string? _text;

    /// <summary>Looks, and changes the table where something has changed.</summary>
    /// <param name="cluster">The cluster's name in the mesh.</param>
    /// <param name="peers">Networks of the pods of peers, by cluster.</param>
    /// <param name="ct">Cancels.</param>
    public async Task Look(string cluster, IReadOnlyDictionary<string, IReadOnlyList<string>> peers, CancellationToken ct)
    {
        var policies = await resources.Policies(ct);
        var text = policies.Count == 0 ? "" : string.Join('\n', await Lines(policies, cluster, peers, ct));
        if (text == _text)
            return;
        await Tool.Run("nft", ["-f", "-"], text.Length == 0 ? Empty : $"{Empty}table inet lab_policy {{\nchain forward {{\ntype filter hook forward priority filter;\nct direction reply accept\n{text}\n}}\n}}\n", ct);
        _text = text;
        Log.Say(text.Length == 0 ? "policies: none" : $"policies:\n{text}");
    }

    /// <summary>Removes the table.</summary>
    public static Task Clear(CancellationToken ct) => Tool.Run("nft", ["-f", "-"], Empty, ct);

    private async Task<List<string>> Lines(IReadOnlyList<JsonElement> policies, string cluster, IReadOnlyDictionary<string, IReadOnlyList<string>> peers, CancellationToken ct)
    {
        var nodes = (await api.CoreV1.ListNodeAsync(cancellationToken: ct)).Items;
        var pods = (await api.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: $"spec.nodeName={nodeName}", cancellationToken: ct)).Items;
        var endpoints = await api.CoreV1.ReadNamespacedEndpointsAsync("kubernetes", "default", cancellationToken: ct);
        var around = new Surroundings(
            cluster,
            [.. nodes.Select(Nodes.PodCidr).OfType<string>(), .. nodes.SelectMany(Nodes.InternalIps)],
            peers,
            [.. endpoints.Subsets.SelectMany(subset => subset.Addresses.SelectMany(address => subset.Ports.Select(port => (address.Ip, port.Port))))]);
        var lines = new List<string>();
        foreach (var policy in policies)
            lines.AddRange(Of(policy, pods, around));
        return lines;
    }

    // One that is not known must not end the others.
    private static IEnumerable<string> Of(JsonElement policy, IEnumerable<V1Pod> pods, Surroundings around)
    {
        var (metadata, spec) = (policy.GetProperty("metadata"), policy.GetProperty("spec"));
        var space = metadata.GetProperty("namespace").GetString();
        try
        {
            var selected = pods
                .Where(pod => pod.Namespace() == space && pod.Spec.HostNetwork != true && pod.Status.PodIP is not null)
                .Where(pod => Selector.Matches(spec.GetProperty("endpointSelector"), new Dictionary<string, string>(pod.Labels() ?? new Dictionary<string, string>())))
                .Select(pod => pod.Status.PodIP);
            return DenyRules.Of(spec, [.. selected.Order(StringComparer.Ordinal)], around);
        }
        catch (FormatException e)
        {
            Log.Say($"CiliumNetworkPolicy {space}/{metadata.GetProperty("name").GetString()} is not enforced: {e.Message}");
            return [];
        }
    }
}
