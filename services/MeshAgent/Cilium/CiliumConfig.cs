using System.Globalization;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>What the installed Cilium says of itself in ConfigMap <c>cilium-config</c>.</summary>
/// <param name="ClusterName">Its cluster name.</param>
/// <param name="ClusterId">Its cluster id; 0 where none was given.</param>
/// <param name="MaxConnectedClusters">255 or 511.</param>
/// <param name="Datapath"><c>tunnel/vxlan</c>, <c>tunnel/geneve</c> or <c>native</c>.</param>
public sealed record CiliumConfig(string ClusterName, int ClusterId, int MaxConnectedClusters, string Datapath)
{
    /// <summary>Whether it does kube-proxy's work, NodePorts among it.</summary>
    public bool ReplacesKubeProxy { get; init; }

    /// <summary>Whether it enforces network policies.</summary>
    public bool EnforcesPolicies { get; init; } = true;

    /// <summary>Reads the ConfigMap; what is absent has Cilium's own default.</summary>
    /// <exception cref="FormatException">A number is none.</exception>
    public static CiliumConfig Of(V1ConfigMap map)
    {
        var data = map.Data ?? new Dictionary<string, string>();
        return new CiliumConfig(
            Text(data, "cluster-name", "default"),
            int.Parse(Text(data, "cluster-id", "0"), CultureInfo.InvariantCulture),
            int.Parse(Text(data, "max-connected-clusters", "255"), CultureInfo.InvariantCulture),
            Text(data, "routing-mode", "tunnel") == "native" ? "native" : $"tunnel/{Text(data, "tunnel-protocol", "vxlan")}")
        {
            ReplacesKubeProxy = Text(data, "kube-proxy-replacement", "false") is "true" or "strict",
            EnforcesPolicies = Text(data, "enable-policy", "default") != "never",
        };
    }

    private static string Text(IDictionary<string, string> data, string key, string otherwise) =>
        data.TryGetValue(key, out var value) && value.Length > 0 ? value : otherwise;
}
