using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Deletes the Service by which the suite exposed the cluster's DNS.</summary>
public sealed class HideDnsStep(OwnServices services, ClusterDnsFinder finder) : IStep<HideDns>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(HideDns command, CancellationToken ct)
    {
        var dns = await Finding.Of(() => finder.Find(ct));
        if (dns.Value is null)
            return dns.Problem!;
        return await services.Find(dns.Value.Namespace, OwnService.Name, ct) is { } found && found.GetLabel(OwnService.ManagedBy) == OwnService.Manager
            ? StepState.Needs($"Service {dns.Value.Namespace}/{OwnService.Name} still exposes the cluster's DNS")
            : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(HideDns command, CancellationToken ct) => await services.Delete((await finder.Find(ct)).Namespace, OwnService.Name, ct);
}
