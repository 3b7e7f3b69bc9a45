using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using DnsClient;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Asks the cluster's DNS servers for a peer's probe name. Type CNAME: for an address CoreDNS would first look the target up at its own upstream.</summary>
public sealed class DnsQueries(IPodPorts ports, IOptions<SiteOptions> site) : IDnsQueries
{
    /// <summary>Above the 2 to 6 seconds after which CoreDNS gives up on a dead upstream.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    /// <inheritdoc/>
    public async Task<DnsReply> AskPod(ClusterDns dns, V1Pod pod, DnsProbe probe, CancellationToken ct)
    {
        var server = $"pod {pod.Name()}";
        if (site.Value.InCluster)
            return await Ask(server, new IPEndPoint(IPAddress.Parse(pod.Status.PodIP), dns.PodPort(pod)), tcp: false, probe, ct);
        // The API server's port-forward carries TCP only.
        await using var way = await ports.Open(pod.Namespace(), pod.Name(), dns.PodPort(pod), ct);
        return await Ask(server, way.Address, tcp: true, probe, ct);
    }

    /// <inheritdoc/>
    public async Task<DnsReply?> AskService(ClusterDns dns, DnsProbe probe, CancellationToken ct) =>
        site.Value.InCluster && IPAddress.TryParse(dns.Service.Spec.ClusterIP, out var address)
            ? await Ask($"Service {dns.Service.Name()}", new IPEndPoint(address, 53), tcp: false, probe, ct)
            : null;

    private static async Task<DnsReply> Ask(string server, IPEndPoint end, bool tcp, DnsProbe probe, CancellationToken ct)
    {
        var client = new LookupClient(new LookupClientOptions(end) { UseCache = false, UseTcpOnly = tcp, Retries = 0, Timeout = Limit });
        try
        {
            var answer = await client.QueryAsync(probe.Name, QueryType.CNAME, cancellationToken: ct);
            var target = answer.Answers.CnameRecords().FirstOrDefault()?.CanonicalName.Value.TrimEnd('.');
            return new DnsReply(server, target, answer.HasError ? answer.Header.ResponseCode.ToString() : target ?? "no such record");
        }
        catch (DnsResponseException silent)
        {
            return new DnsReply(server, null, $"no answer ({silent.Code})");
        }
    }
}
