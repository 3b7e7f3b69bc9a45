using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Takes out of this site's mesh the peers that the suite has put in, and its trust in their CAs. The mesh itself stays: others may use it.</summary>
public sealed class DisconnectMeshStep(Installation cilium, OwnPeers own, IHelm helm, Eventually eventually, IStepProgress progress, IOptions<MeshOptions> options) : IStep<DisconnectMesh>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(DisconnectMesh command, CancellationToken ct)
    {
        var ours = await Ours(command, ct);
        if (ours.Count > 0)
            return StepState.Needs($"connected by the suite: {string.Join(", ", ours)}");
        return await cilium.Config(ct) is not null && await cilium.NotReady(ct) is { } lacking ? StepState.Needs(lacking) : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(DisconnectMesh command, CancellationToken ct)
    {
        var ours = await Ours(command, ct);
        if (ours.Count == 0)
            return;
        await helm.TakeBack(ct);
        if (await helm.Find(ct) is { } release)
        {
            progress.Report($"helm takes {string.Join(", ", ours)} out");
            await helm.Upgrade(MeshValues.Disconnect(release, ours, await own.Read(ct), await cilium.SecretText(CiliumNames.CaSecret, "ca.crt", ct) ?? ""), exists: true, ct);
        }

        await own.Forget(ours, ct);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(DisconnectMesh command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is not StepState.Needed, options.Value.LookInterval, options.Value.ReadyTimeout, ct);

    private async Task<IReadOnlyList<string>> Ours(DisconnectMesh command, CancellationToken ct)
    {
        var known = await own.Read(ct);
        return [.. command.Peers.Where(known.ContainsKey)];
    }
}
