using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using DnsClient;
using DnsClient.Protocol;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Asks the cluster's DNS servers for a peer's probe name. Type CNAME: for an address CoreDNS would first look the target up at its own upstream.</summary>
public sealed class DnsQueries(IPodPorts ports, IOptions<SiteOptions> site) : IDnsQueries
{
    /// <summary>Above the 2 to 6 seconds after which CoreDNS gives up on a dead upstream.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    /// <inheritdoc/>
    public Task<DnsReply> AskPod(ClusterDns dns, V1Pod pod, DnsProbe probe, CancellationToken ct)
    {
        var server = $"pod {pod.Name()}";
        return AtPod(dns, pod, (end, tcp) => Ask(server, end, tcp, probe, ct), away => new DnsReply(server, null, $"nothing ({away})"), ct);
    }

    /// <inheritdoc/>
    public Task<bool> HasRead(ClusterDns dns, V1Pod pod, LoadMark mark, CancellationToken ct) =>
        AtPod(dns, pod, async (end, tcp) => (await Client(end, tcp).QueryAsync(mark.Name, QueryType.A, cancellationToken: ct)).Answers.ARecords().Any(IsMark), _ => false, ct);

    /// <inheritdoc/>
    public async Task<DnsReply?> AskService(ClusterDns dns, DnsProbe probe, CancellationToken ct) =>
        site.Value.InCluster && IPAddress.TryParse(dns.Service.Spec.ClusterIP, out var address)
            ? await Ask($"Service {dns.Service.Name()}", new IPEndPoint(address, 53), tcp: false, probe, ct)
            : null;

    private static bool IsMark(ARecord record) => record.Address.ToString() == LoadMark.Address;

    /// <summary>Asks a pod; one that can not be reached, for example because it is being replaced, is an answer too.</summary>
    private async Task<T> AtPod<T>(ClusterDns dns, V1Pod pod, Func<IPEndPoint, bool, Task<T>> ask, Func<string, T> otherwise, CancellationToken ct)
    {
        try
        {
            if (site.Value.InCluster)
                return await ask(new IPEndPoint(IPAddress.Parse(pod.Status.PodIP), dns.PodPort(pod)), false);
            // The API server's port-forward carries TCP only.
            await using var way = await ports.Open(pod.Namespace(), pod.Name(), dns.PodPort(pod), ct);
            return await ask(way.Address, true);
        }
        catch (Exception away) when (away is DnsResponseException or HttpOperationException or WebSocketException or IOException or SocketException)
        {
            return otherwise(away.Message);
        }
    }

    private static LookupClient Client(IPEndPoint end, bool tcp) => new(new LookupClientOptions(end) { UseCache = false, UseTcpOnly = tcp, Retries = 0, Timeout = Limit });

    private static async Task<DnsReply> Ask(string server, IPEndPoint end, bool tcp, DnsProbe probe, CancellationToken ct)
    {
        try
        {
            var answer = await Client(end, tcp).QueryAsync(probe.Name, QueryType.CNAME, cancellationToken: ct);
            var target = answer.Answers.CnameRecords().FirstOrDefault()?.CanonicalName.Value.TrimEnd('.');
            return new DnsReply(server, target, answer.HasError ? answer.Header.ResponseCode.ToString() : target ?? "no such record");
        }
        catch (DnsResponseException silent)
        {
            return new DnsReply(server, null, $"no answer ({silent.Code})");
        }
    }
}
