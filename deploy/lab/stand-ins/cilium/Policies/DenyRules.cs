using System.Text.Json;

namespace ClusterSetSuite.Lab.Cilium.Policies;

/// <summary>
/// What policies deny, as rules of nftables on a node. Known are denials alone (<c>ingressDeny</c>, <c>egressDeny</c> with <c>enableDefaultDeny: false</c>) of whole peers and of the world;
/// what else is in a policy is refused, for a policy that is enforced in half would be no stand-in.
/// </summary>
public static class DenyRules
{
    /// <summary>The lines of one policy.</summary>
    /// <param name="spec">The policy's spec.</param>
    /// <param name="pods">Addresses of the node's pods that it selects.</param>
    /// <param name="around">What there is around them.</param>
    /// <exception cref="FormatException">The policy has something that is not known here.</exception>
    public static IEnumerable<string> Of(JsonElement spec, IReadOnlyCollection<string> pods, Surroundings around)
    {
        Refuse(spec);
        return pods.Count == 0
            ? []
            : [.. Direction(spec, "ingressDeny", "fromEndpoints", pods, "daddr", "saddr", around), .. Direction(spec, "egressDeny", "toEndpoints", pods, "saddr", "daddr", around)];
    }

    private static IEnumerable<string> Direction(JsonElement spec, string direction, string field, IReadOnlyCollection<string> pods, string mine, string other, Surroundings around)
    {
        var selectors = spec.TryGetProperty(direction, out var rules) ? rules.EnumerateArray().SelectMany(rule => (IEnumerable<JsonElement>)Endpoints(rule, field)).ToList() : [];
        bool IsDenied(params (string Key, string Value)[] labels) => selectors.Exists(selector => Selector.Matches(selector, labels.ToDictionary(label => label.Key, label => label.Value)));
        if (IsDenied(("reserved:host", "")) || IsDenied(Pod(around.Cluster)))
            throw new FormatException("denials inside the own cluster are not known here");
        var denied = around.Peers.Where(peer => IsDenied(Pod(peer.Key))).SelectMany(peer => peer.Value).ToList();
        if (denied.Count > 0)
            yield return $"ip {mine} {Set(pods)} ip {other} {Set(denied)} counter drop";
        if (!IsDenied(("reserved:world", "")))
            yield break;
        if (mine == "saddr" && !IsDenied(("reserved:world", ""), ("reserved:kube-apiserver", "")))
            foreach (var (address, port) in around.ApiServers)
                yield return $"ip saddr {Set(pods)} ip daddr {address} tcp dport {port} accept";
        yield return $"ip {mine} {Set(pods)} ip {other} != {Set([.. around.Own, .. around.Peers.Values.SelectMany(networks => networks)])} counter drop";
    }

    private static JsonElement.ArrayEnumerator Endpoints(JsonElement rule, string field)
    {
        if (rule.EnumerateObject().FirstOrDefault(property => property.Name != field) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new FormatException($"{unknown.Name} is not known here");
        return rule.GetProperty(field).EnumerateArray();
    }

    private static (string, string)[] Pod(string cluster) => [("k8s:io.cilium.k8s.policy.cluster", cluster), ("k8s:io.kubernetes.pod.namespace", "any")];

    private static void Refuse(JsonElement spec)
    {
        string[] known = ["description", "endpointSelector", "enableDefaultDeny", "ingressDeny", "egressDeny"];
        if (spec.EnumerateObject().FirstOrDefault(property => !known.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new FormatException($"{unknown.Name} is not known here");
        if (!spec.TryGetProperty("enableDefaultDeny", out var deny) || deny.EnumerateObject().Count(direction => direction.Value.ValueKind == JsonValueKind.False) != 2)
            throw new FormatException("a policy without enableDefaultDeny: {ingress: false, egress: false} is not known here");
    }

    private static string Set(IEnumerable<string> elements) => $"{{ {string.Join(", ", elements)} }}";
}
