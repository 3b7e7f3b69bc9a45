using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Configures the peers on this site, with local rights only. Both sides do it; whether they see each other is <see cref="VerifyMeshStep"/>'s to tell.</summary>
public sealed class ConnectMeshStep(IKubernetes api, Installation cilium, OwnPeers own, IHelm helm, StepWait wait, IStepProgress progress, IOptions<MeshOptions> options)
    : IStep<ConnectMesh>
{
    private const string PeersAnnotation = "clusterset-suite/mesh-peers";

    /// <inheritdoc/>
    public async Task<StepState> Check(ConnectMesh command, CancellationToken ct)
    {
        var release = await Release(ct);
        if (release.HalfMade is { } half)
            return StepState.Needs(half);
        if (!MeshValues.HasAll(release.Values, MeshValues.Connect(release, command.Peers, await OwnCa(ct))))
            return StepState.Needs($"not configured yet, or with another address or CA: {Names(command)}");
        foreach (var peer in command.Peers)
        {
            if (await cilium.SecretText(CiliumNames.AgentPeers, peer.ClusterName, ct) is null)
                return StepState.Needs($"Secret {CiliumNames.AgentPeers} has no entry for {peer.ClusterName}");
        }

        return (await cilium.MeshNotReady(ct) ?? await cilium.NotReady(ct)) is { } lacking ? StepState.Needs(lacking) : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(ConnectMesh command, CancellationToken ct)
    {
        await helm.TakeBack(ct);
        var release = await Release(ct);
        // Noted before the change: a peer that is there already, and not noted, was put in by somebody else and is theirs to take out.
        var before = MeshValues.Peers(release);
        await own.Note(command.Peers.Where(peer => !before.Contains(peer.ClusterName)).ToDictionary(peer => peer.ClusterName, peer => peer.CaCertificate), ct);
        progress.Report($"helm configures {Names(command)}");
        await helm.Upgrade(MeshValues.Connect(release, command.Peers, await OwnCa(ct)), exists: true, ct);
    }

    /// <inheritdoc/>
    public async Task<StepState> Verify(ConnectMesh command, CancellationToken ct)
    {
        var state = await wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.ReadyTimeout, ct, $"{Names(command)} configured");
        if (state is StepState.Done)
            await BringSecretsIntoPods(command, ct);
        return state;
    }

    // The kubelet rewrites a running pod's Secrets when it next looks at the pod, a minute or more; a changed annotation makes it look at once (seen on 1.20).
    private async Task BringSecretsIntoPods(ConnectMesh command, CancellationToken ct)
    {
        var patch = new { metadata = new { annotations = new Dictionary<string, string> { [PeersAnnotation] = Names(command) } } };
        foreach (var pod in await cilium.Pods(CiliumNames.AgentLabel, ct))
            await api.CoreV1.PatchNamespacedPodAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), pod.Name(), pod.Namespace(), cancellationToken: ct).OrNull();
    }

    private async Task<HelmRelease> Release(CancellationToken ct) => await helm.Find(ct) ?? throw new StepRefusedException(
        $"Helm has no release {options.Value.Release} in namespace {options.Value.Namespace}, so the peers can not be configured by it",
        "Cilium was installed in another way: connect the sites there and set mesh.mode to existing, or name its release (Mesh:Release).");

    private async Task<string> OwnCa(CancellationToken ct) => await cilium.SecretText(CiliumNames.CaSecret, "ca.crt", ct) ?? throw new StepFailedException(
        $"Secret {CiliumNames.CaSecret} with this site's CA is missing", "Switch the cluster mesh on first; its certificate job makes the Secret.", retriable: true);

    private static string Names(ConnectMesh command) => string.Join(", ", command.Peers.Select(peer => peer.ClusterName));
}
