using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>The addresses on which a NodePort answers from other sites.</summary>
public sealed class NodeAddresses(IKubernetes kubernetes)
{
    /// <summary>InternalIPs of ready nodes, in the order of the nodes' names, at most 15: an ExternalIP would make an open resolver.</summary>
    public async Task<IReadOnlyList<string>> Find(CancellationToken ct) => [.. (await All(ct)).Take(CorefileReader.MostUpstreams)];

    /// <summary>The same of all ready nodes, however many.</summary>
    public async Task<IReadOnlyList<string>> All(CancellationToken ct) =>
    [
        .. (await kubernetes.CoreV1.ListNodeAsync(cancellationToken: ct)).Items
            .Where(node => node.IsReady())
            .OrderBy(node => node.Name(), StringComparer.Ordinal)
            .SelectMany(node => node.Status.Addresses.Where(address => address.Type == "InternalIP").Take(1))
            .Select(address => address.Address),
    ];
}
