using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Looks at the site's DNS before anything is changed, and tells all that was found at once.</summary>
public sealed class InspectDnsStep(IKubernetes kubernetes, ClusterDnsFinder finder, CorefileStore store, NodeAddresses nodes, Permissions permissions, TimeProvider time) : IStep<InspectDns>
{
    private const string NodeCache = "node-local-dns";

    /// <inheritdoc/>
    public async Task<StepState> Check(InspectDns command, CancellationToken ct)
    {
        var dns = await Finding.Of(() => finder.Find(ct));
        if (dns.Value is null)
            return Told(new DnsProfile { Findings = [DnsFindings.Refused((StepState.Unsafe)dns.Problem!)] });
        var found = new DnsProfile { Service = $"{dns.Value.Namespace}/{dns.Value.Service.Name()}", Version = dns.Value.Version };
        var missing = await permissions.Missing(dns.Value.Namespace, ct);
        if (missing.Count > 0)
            return Told(found with { Findings = [DnsFindings.Rights(missing)] }); // what is behind them can be told when they are there
        var source = await Finding.Of(() => store.Read(dns.Value, "", ct));
        if (source.Value is null)
            return Told(found with { Findings = [DnsFindings.Refused((StepState.Unsafe)source.Problem!)] });
        var seen = await Look(command, dns.Value, source.Value, ct);
        return Told(found with { ConfigMap = seen.Source.Name, NodePort = seen.NodePort, Findings = DnsFindings.Of(command, seen) });
    }

    /// <inheritdoc/>
    public Task Apply(InspectDns command, CancellationToken ct) => Task.CompletedTask;

    private StepState Told(DnsProfile profile) => StepState.IsDone(profile with { Clock = time.GetUtcNow() });

    private async Task<DnsSituation> Look(InspectDns command, ClusterDns dns, CorefileSource source, CancellationToken ct)
    {
        var services = (await kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct)).Items;
        var own = services.FirstOrDefault(service => service.Name() == OwnService.Name && service.Namespace() == dns.Namespace);
        var holder = services.FirstOrDefault(service => service != own && service.Spec.Ports?.Any(port => port.NodePort == command.NodePort) == true);
        var caches = await kubernetes.CoreV1.ListNamespacedPodAsync(dns.Namespace, labelSelector: $"k8s-app={NodeCache}", limit: 1, cancellationToken: ct);
        return new DnsSituation
        {
            Dns = dns,
            Source = source,
            Nodes = await nodes.All(ct),
            NodePort = OwnService.PortOf(own, dns),
            PortHolder = holder is null ? null : $"{holder.Namespace()}/{holder.Name()}",
            HasNodeCache = caches.Items.Count > 0,
        };
    }
}
