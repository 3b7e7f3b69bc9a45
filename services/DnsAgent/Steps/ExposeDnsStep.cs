using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Exposes the cluster's DNS on one NodePort for UDP and TCP.</summary>
public sealed class ExposeDnsStep(IKubernetes kubernetes, ClusterDnsFinder finder, NodeAddresses nodes, IStepProgress progress) : IStep<ExposeDns>
{
    private const int FirstPort = 30000;
    private const int LastPort = 32767;
    private const int Tries = 10;

    /// <inheritdoc/>
    public async Task<StepState> Check(ExposeDns command, CancellationToken ct)
    {
        var found = await Finding.Of(() => finder.Find(ct));
        if (found.Problem is { } none)
            return none;
        var dns = found.Value!;
        // A port once given stays, also when it is not the wanted one: the peers know it.
        if (OwnService.PortOf(await Own(dns, ct), dns) is not { } port)
            return StepState.Needs($"Service {dns.Namespace}/{OwnService.Name} does not expose {dns.Service.Name()} yet");
        var addresses = await nodes.Find(ct);
        return addresses.Count > 0
            ? StepState.IsDone(new DnsEndpoint { Addresses = addresses, Port = port })
            : StepState.IsUnsafe("no ready node has an InternalIP", "bring a node of this site up, then resume the operation");
    }

    /// <inheritdoc/>
    public async Task Apply(ExposeDns command, CancellationToken ct)
    {
        var dns = await finder.Find(ct);
        var port = command.NodePort;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var patch = new V1Patch(KubernetesJson.Serialize(OwnService.For(dns, port)), V1Patch.PatchType.ApplyPatch);
                await kubernetes.CoreV1.PatchNamespacedServiceAsync(patch, OwnService.Name, dns.Namespace, fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);
                return;
            }
            catch (HttpOperationException refused) when (refused.Response.StatusCode == HttpStatusCode.UnprocessableEntity && NamesNodePort(refused) && attempt < Tries)
            {
                var taken = port;
                port = await FreePort(ct);
                progress.Report($"NodePort {taken} is taken; trying {port}");
            }
        }
    }

    /// <summary>Whether the refused field is the NodePort: the Status names fields in <c>details.causes</c>.</summary>
    private static bool NamesNodePort(HttpOperationException refused) =>
        KubernetesJson.Deserialize<V1Status>(refused.Response.Content).Details?.Causes?.Any(cause => cause.Field?.EndsWith(".nodePort", StringComparison.Ordinal) == true) == true;

    private async Task<V1Service?> Own(ClusterDns dns, CancellationToken ct)
    {
        try
        {
            return await kubernetes.CoreV1.ReadNamespacedServiceAsync(OwnService.Name, dns.Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<int> FreePort(CancellationToken ct)
    {
        var services = await kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct);
        var taken = services.Items.SelectMany(service => service.Spec.Ports ?? []).Select(port => port.NodePort ?? 0).ToHashSet();
        var free = Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Where(port => !taken.Contains(port)).ToArray();
        return free.Length > 0
            ? free[Random.Shared.Next(free.Length)]
            : throw new StepRefusedException("every NodePort of this cluster is taken", "free a NodePort, then resume the operation");
    }
}
