using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using k8s;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Switches the cluster mesh on and tells where peers reach it; a mesh that is on already is adopted with the port it has.</summary>
public sealed class EnableMeshStep(
    IKubernetes api, Installation cilium, LocalEndpoint local, IHelm helm, StepWait wait, IStepProgress progress, IOptions<MeshOptions> options)
    : IStep<EnableMesh>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(EnableMesh command, CancellationToken ct)
    {
        if (await cilium.Config(ct) is { } config && InstallCiliumStep.Renames(command.ClusterName, command.ClusterId, config) is { } renamed)
            return renamed;
        var (endpoint, lacking) = await local.Read(ct);
        if (endpoint is null)
            return StepState.Needs(lacking);
        return (await cilium.NotReady(ct) ?? (await helm.Find(ct))?.HalfMade) is { } notReady ? StepState.Needs(notReady) : StepState.IsDone(endpoint);
    }

    /// <inheritdoc/>
    public async Task Apply(EnableMesh command, CancellationToken ct)
    {
        await helm.TakeBack(ct);
        if (await helm.Find(ct) is null)
            throw new StepRefusedException(
                $"Helm has no release {options.Value.Release} in namespace {options.Value.Namespace}, so the mesh can not be switched on by it",
                "Cilium was installed in another way: switch the mesh on there, or name its release (Mesh:Release).");
        var services = await api.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct);
        var port = NodePorts.Free(command.NodePort, services.Items, CiliumNames.MeshApiServer, options.Value.Namespace);
        progress.Report($"helm switches the cluster mesh on (NodePort {port})");
        await helm.Upgrade(MeshValues.Enable(port, options.Value.CertificateSchedule), exists: true, ct);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(EnableMesh command, CancellationToken ct) => wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.ReadyTimeout, ct, "the cluster mesh answers");
}
