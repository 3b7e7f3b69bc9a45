using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Kubernetes;

/// <summary>What the mesh needs to know of a Kubernetes node.</summary>
public static class Nodes
{
    /// <summary>The node's internal addresses.</summary>
    public static IEnumerable<string> InternalIps(V1Node node) =>
        node.Status?.Addresses?.Where(address => address.Type == "InternalIP").Select(address => address.Address) ?? [];

    /// <summary>The node's pod network, as <c>ipam.mode=kubernetes</c> takes it; null until Kubernetes has given the node one.</summary>
    public static string? PodCidr(V1Node node) => node.Spec?.PodCIDRs?.FirstOrDefault() ?? node.Spec?.PodCIDR;
}
