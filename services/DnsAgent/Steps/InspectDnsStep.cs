using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Looks at the site's DNS and changes nothing.</summary>
public sealed class InspectDnsStep(IKubernetes kubernetes, ClusterDnsFinder finder, CorefileStore store, Permissions permissions, IStepProgress progress) : IStep<InspectDns>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(InspectDns command, CancellationToken ct)
    {
        var dns = await Finding.Of(() => finder.Find(ct));
        if (dns.Problem is { } none)
            return none;
        var missing = await permissions.Missing(dns.Value!.Namespace, ct);
        if (missing.Count > 0)
            return StepState.IsUnsafe($"this agent may not: {string.Join("; ", missing)}", "give its ServiceAccount the role of the chart site-agents");
        if (command.NodePort is < 30000 or > 32767)
            return StepState.IsUnsafe($"NodePort {command.NodePort} is outside 30000-32767", "set dns.nodePort to a number in this range");
        await TellTakenPort(dns.Value, command.NodePort, ct);
        var source = await Finding.Of(() => store.Read(dns.Value, "", ct));
        return source.Problem ?? Judge(dns.Value, source.Value!, command);
    }

    /// <inheritdoc/>
    public Task Apply(InspectDns command, CancellationToken ct) => Task.CompletedTask;

    private static StepState Judge(ClusterDns dns, CorefileSource source, InspectDns command)
    {
        if (source.Main.Faults is [var fault, ..])
            return CorefileVerdict.Broken(source, fault);
        var foreign = source.IsCustom ? source.Main : CorefileReader.Read(OwnBlock.RemoveAll(source.Text), []);
        var taken = command.PeerZones.Select(zone => (zone, block: foreign.Serving(zone, source.Main.Port))).FirstOrDefault(served => served.block is not null);
        return taken.block is not null
            ? CorefileVerdict.Taken(source, taken.zone, taken.block)
            : StepState.IsDone(new DnsProfile { Service = $"{dns.Namespace}/{dns.Service.Name()}", ConfigMap = source.Name, Version = dns.Version });
    }

    /// <summary>A taken number is no reason to stop: exposing takes another and tells it.</summary>
    private async Task TellTakenPort(ClusterDns dns, int nodePort, CancellationToken ct)
    {
        var services = await kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct);
        var holder = services.Items.FirstOrDefault(service =>
            service.Spec.Ports?.Any(port => port.NodePort == nodePort) == true && !(service.Name() == OwnService.Name && service.Namespace() == dns.Namespace));
        if (holder is not null)
            progress.Report($"NodePort {nodePort} belongs to {holder.Namespace()}/{holder.Name()}: another will be taken");
    }
}
