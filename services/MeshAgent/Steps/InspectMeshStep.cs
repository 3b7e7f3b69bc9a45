using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using k8s;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Looks at the site's network before anything is changed, and refuses where the mesh can not be had.</summary>
public sealed class InspectMeshStep(IKubernetes api, Installation cilium, SiteNetwork network, Permissions permissions) : IStep<InspectMesh>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(InspectMesh command, CancellationToken ct)
    {
        var version = (await api.Version.GetCodeAsync(ct)).GitVersion;
        var facts = await network.Read(ct);
        var config = command.NeedsCilium ? await cilium.Config(ct) : null;
        if (command.NeedsCilium && (await Rights(command, ct) ?? Fault(command, config, facts)) is { } refused)
            return refused;
        return StepState.IsDone(new MeshProfile
        {
            KubernetesVersion = version,
            CiliumVersion = config is null ? null : await cilium.ImageVersion(ct),
            ClusterName = config?.ClusterName,
            ClusterId = config?.ClusterId,
            Datapath = config?.Datapath,
            PodCidrs = facts.PodCidrs,
            NodeAddresses = facts.NodeAddresses,
        });
    }

    /// <inheritdoc/>
    public Task Apply(InspectMesh command, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Why the wanted mesh can not be had on what is there, or null.</summary>
    public static StepState? Fault(InspectMesh command, CiliumConfig? config, NetworkFacts facts)
    {
        if (ClusterNames.Fault(command.ClusterName, command.ClusterId) is { } fault)
            return StepState.IsUnsafe(fault, "Give the site another name or mesh id in the spec.");
        if (config is null && !command.MayInstall)
            return StepState.IsUnsafe("there is no Cilium here, and the spec says that the mesh exists (mesh.mode: existing)", "Install and connect Cilium first, or set mesh.mode to connect.");
        if (config is not null && InstallCiliumStep.Renames(command.ClusterName, command.MayInstall ? command.ClusterId : config.ClusterId, config) is { } renamed)
            return renamed;
        if (facts.NodeAddresses.Count == 0)
            return StepState.IsUnsafe("no node has an InternalIP, so peers would have no address to connect to", "Look at status.addresses of the nodes.");
        return facts.NodesWithoutCidr is [] ? null : StepState.IsUnsafe(
            $"these nodes have no pod network (spec.podCIDRs): {string.Join(", ", facts.NodesWithoutCidr)}",
            "Cilium takes it from Kubernetes (ipam.mode=kubernetes): let the controller-manager hand them out (--allocate-node-cidrs), or set them on the nodes.");
    }

    private async Task<StepState?> Rights(InspectMesh command, CancellationToken ct) =>
        await permissions.Missing(command.MayInstall, ct) is { Count: > 0 } missing
            ? StepState.IsUnsafe($"the mesh agent may not: {string.Join(", ", missing)}", "Bind the agent's ServiceAccount to the ClusterRole of its chart.")
            : null;
}
