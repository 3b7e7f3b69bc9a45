using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Steps;
using k8s.Autorest;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Looks where this site's DNS answers from outside, and tells it when nodes come and go.</summary>
public sealed partial class EndpointWatch(
    ClusterDnsFinder finder, OwnServices services, NodeAddresses nodes, TimeProvider time, IOptions<SiteOptions> site, IOptions<DnsOptions> options, ILogger<EndpointWatch> log) : IAgentWork
{
    /// <inheritdoc/>
    public async Task Run(ISigns signs, CancellationToken stopping)
    {
        DnsEndpointSeen? told = null;
        long? at = null;
        while (true)
        {
            if (await Look(stopping) is { } seen && (told is null || !IsSame(told.Endpoint, seen) || time.GetElapsedTime(at!.Value) >= DnsEndpointSeen.Interval))
            {
                (told, at) = (new DnsEndpointSeen { Site = site.Value.Name, Endpoint = seen }, time.GetTimestamp());
                await signs.Tell(told, stopping);
            }

            await Task.Delay(options.Value.NodeInterval, time, stopping);
        }
    }

    /// <summary>The endpoint, or null where the DNS is not exposed or can not be looked at now.</summary>
    public async Task<DnsEndpoint?> Look(CancellationToken ct)
    {
        try
        {
            var dns = await finder.Find(ct);
            var port = OwnService.PortOf(await services.Find(dns.Namespace, OwnService.Name, ct), dns);
            return port is null || await nodes.Find(ct) is not { Count: > 0 } addresses ? null : new DnsEndpoint { Addresses = addresses, Port = port.Value };
        }
        catch (Exception e) when (e is StepRefusedException or HttpOperationException or HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            CanNotLook(log, e.Message);
            return null;
        }
    }

    /// <summary>Whether two endpoints are reached alike.</summary>
    public static bool IsSame(DnsEndpoint one, DnsEndpoint other) => one.Port == other.Port && one.Addresses.SequenceEqual(other.Addresses);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Debug, Message = "can not look where the DNS is exposed: {Reason}")]
    private static partial void CanNotLook(ILogger logger, string reason);
}
