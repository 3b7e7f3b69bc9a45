using System.Net;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Looks at the site's network before anything is changed, and tells all that was found at once.</summary>
public sealed class InspectMeshStep(
    IKubernetes api, Installation cilium, SiteNetwork network, Permissions permissions, IHelm helm, TimeProvider time, IOptions<MeshOptions> options) : IStep<InspectMesh>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(InspectMesh command, CancellationToken ct)
    {
        var version = (await api.Version.GetCodeAsync(ct)).GitVersion;
        var missing = command.NeedsCilium ? await permissions.Missing(command.MayInstall, ct) : [];
        try
        {
            return StepState.IsDone(Profile(command, await Look(command, version, ct), await Facts(command, ct), missing));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Forbidden && missing.Count > 0)
        {
            // What is behind the missing rights can be told when they are there.
            return StepState.IsDone(new MeshProfile { KubernetesVersion = version, PodCidrs = [], NodeAddresses = [], Findings = [MeshFindings.Rights(missing)], Clock = time.GetUtcNow() });
        }
    }

    /// <inheritdoc/>
    public Task Apply(InspectMesh command, CancellationToken ct) => Task.CompletedTask;

    private MeshProfile Profile(InspectMesh command, MeshSituation seen, (int? Port, string? Ca) mesh, IReadOnlyList<string> missing) => new()
    {
        KubernetesVersion = seen.KubernetesVersion,
        CiliumVersion = seen.CiliumVersion,
        ClusterName = seen.Config?.ClusterName,
        ClusterId = seen.Config?.ClusterId,
        Datapath = seen.Config?.Datapath,
        MaxConnectedClusters = seen.Config?.MaxConnectedClusters,
        ReplacesKubeProxy = seen.Config?.ReplacesKubeProxy,
        PodCidrs = seen.Network.PodCidrs,
        NodeAddresses = seen.Network.NodeAddresses,
        MeshNodePort = mesh.Port,
        CaCertificate = mesh.Ca,
        Findings = [.. missing.Count > 0 ? (SiteFinding[])[MeshFindings.Rights(missing)] : [], .. MeshFindings.Of(command, seen)],
        Clock = time.GetUtcNow(),
    };

    private async Task<(int? Port, string? Ca)> Facts(InspectMesh command, CancellationToken ct) => command.NeedsCilium
        ? ((await cilium.MeshService(ct))?.Spec.Ports?.FirstOrDefault()?.NodePort, await cilium.SecretText(CiliumNames.CaSecret, "ca.crt", ct))
        : (null, null);

    private async Task<MeshSituation> Look(InspectMesh command, string version, CancellationToken ct)
    {
        var seen = new MeshSituation { KubernetesVersion = version, Network = await network.Read(ct) };
        if (!command.NeedsCilium)
            return seen;
        var (hasRelease, helmFault) = command.MayInstall ? await Release(ct) : (false, null);
        return seen with
        {
            Config = await cilium.Config(ct),
            CiliumVersion = await cilium.ImageVersion(ct),
            MeshIsOn = await cilium.MeshService(ct) is not null,
            HasRelease = hasRelease,
            HelmFault = helmFault,
            PortHolder = await Holder(command.NodePort, ct),
        };
    }

    private async Task<(bool Has, string? Fault)> Release(CancellationToken ct)
    {
        try
        {
            await helm.Version(ct);
            return (await helm.Find(ct) is not null, null);
        }
        catch (StepFailedException e) when (!e.Retriable)
        {
            return (false, e.Message);
        }
    }

    private async Task<string?> Holder(int? port, CancellationToken ct)
    {
        if (port is null)
            return null;
        var services = await api.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct);
        var holder = services.Items.FirstOrDefault(service =>
            service.Spec.Ports?.Any(each => each.NodePort == port) == true && !(service.Name() == CiliumNames.MeshApiServer && service.Namespace() == options.Value.Namespace));
        return holder is null ? null : $"{holder.Namespace()}/{holder.Name()}";
    }
}
