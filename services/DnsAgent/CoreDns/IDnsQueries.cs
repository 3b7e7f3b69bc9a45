using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Asks the cluster's DNS servers for a peer's probe name.</summary>
public interface IDnsQueries
{
    /// <summary>Asks one pod; a server that does not answer is a reply, not an exception.</summary>
    Task<DnsReply> AskPod(ClusterDns dns, V1Pod pod, DnsProbe probe, CancellationToken ct);

    /// <summary>Whether a pod answers the mark, and so has read the text that holds it.</summary>
    Task<bool> HasRead(ClusterDns dns, V1Pod pod, LoadMark mark, CancellationToken ct);

    /// <summary>Asks the Service; null from outside the cluster, where its address is not reached.</summary>
    Task<DnsReply?> AskService(ClusterDns dns, DnsProbe probe, CancellationToken ct);
}
