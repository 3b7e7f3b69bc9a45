using ClusterSetSuite.Contracts.Steps;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Asks the cluster's DNS servers for a peer's probe name.</summary>
public interface IDnsQueries
{
    /// <summary>Asks one pod; a server that does not answer is a reply, not an exception.</summary>
    Task<DnsReply> AskPod(ClusterDns dns, V1Pod pod, DnsProbe probe, CancellationToken ct);

    /// <summary>Asks the Service; null from outside the cluster, where its address is not reached.</summary>
    Task<DnsReply?> AskService(ClusterDns dns, DnsProbe probe, CancellationToken ct);
}
