using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Installs Cilium with the wanted name and id, or adopts the one that is there and has them.</summary>
public sealed class InstallCiliumStep(Installation cilium, SiteNetwork network, IHelm helm, StepWait wait, IStepProgress progress, IOptions<MeshOptions> options)
    : IStep<InstallCilium>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(InstallCilium command, CancellationToken ct)
    {
        if (await cilium.Config(ct) is not { } config)
            return StepState.Needs("Cilium is not installed");
        if (Renames(command.ClusterName, command.ClusterId, config) is { } renamed)
            return renamed;
        return (await cilium.NotReady(ct) ?? (await helm.Find(ct))?.HalfMade) is { } lacking ? StepState.Needs(lacking) : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(InstallCilium command, CancellationToken ct)
    {
        await helm.TakeBack(ct);
        var release = await helm.Find(ct);
        if (release is null && await cilium.IsForeign(ct))
            return; // somebody else's installation, with the right name: nothing to change, only to wait for
        progress.Report(release is null ? "helm installs Cilium" : "helm upgrades Cilium");
        var facts = await network.Read(ct);
        await helm.Upgrade(MeshValues.Install(command, facts.SchedulableNodes), release is not null, ct);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(InstallCilium command, CancellationToken ct) => wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.ReadyTimeout, ct, "Cilium is ready");

    /// <summary>Why the installed Cilium can not take the wanted name and id, or null where it has them.</summary>
    internal static StepState.Unsafe? Renames(string name, int id, CiliumConfig installed) => installed.ClusterName == name && installed.ClusterId == id
        ? null
        : new StepState.Unsafe(
            $"Cilium runs here as cluster '{installed.ClusterName}' with id {installed.ClusterId}, wanted is '{name}' with id {id}",
            "Another name or id restarts every workload of the site. Use the installed ones in the spec (the site's name and mesh id), or change Cilium by hand at a time of your choice.");
}
