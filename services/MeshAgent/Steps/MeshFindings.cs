using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>What a site's network says about the wanted mesh. Pure: every finding has its case in the tests.</summary>
public static class MeshFindings
{
    /// <summary>Server-side apply is on by default from 1.18; 1.20 is the oldest that the suite has been tried on.</summary>
    private static readonly Version OldestKubernetes = new(1, 20);

    private static readonly Version OldestCilium = new(1, 16);
    private static readonly Version NewestCilium = new(1, 20);

    /// <summary>All findings.</summary>
    public static IReadOnlyList<SiteFinding> Of(InspectMesh command, MeshSituation seen) => command.NeedsCilium
        ? [.. Kubernetes(seen), .. Identity(command, seen), .. Nodes(seen), .. Cilium(command, seen), .. Tools(command, seen), .. Port(command, seen)]
        : [.. Kubernetes(seen)];

    /// <summary>What rights are missing.</summary>
    public static SiteFinding Rights(IReadOnlyList<string> missing) => SiteFinding.Error(
        $"the mesh agent may not: {string.Join(", ", missing)}", "its steps would fail half way", "Bind the agent's ServiceAccount to the ClusterRole of its chart (site-agents).");

    private static IEnumerable<SiteFinding> Kubernetes(MeshSituation seen)
    {
        if (Number(seen.KubernetesVersion) is { } version && version < OldestKubernetes)
            yield return SiteFinding.Error($"Kubernetes is {seen.KubernetesVersion}", $"the suite needs {OldestKubernetes} or newer (server-side apply)", "Upgrade the cluster.");
    }

    private static IEnumerable<SiteFinding> Identity(InspectMesh command, MeshSituation seen)
    {
        if (ClusterNames.Fault(command.ClusterName, command.ClusterId) is { } fault)
            yield return SiteFinding.Error(fault, "Cilium would refuse it", "Give the site another name or mesh id in the spec.");
        if (seen.Config is { } config && InstallCiliumStep.Renames(command.ClusterName, command.MayInstall ? command.ClusterId : config.ClusterId, config) is { } renamed)
            yield return SiteFinding.Error(renamed.Reason, "another name or id restarts every workload of the site", renamed.Advice);
    }

    private static IEnumerable<SiteFinding> Nodes(MeshSituation seen)
    {
        if (seen.Network.NodeAddresses.Count == 0)
            yield return SiteFinding.Error("no node has an InternalIP", "peers would have no address to connect to", "Look at status.addresses of the nodes.");
        if (seen.Network.NodesWithoutCidr is { Count: > 0 } without)
            yield return SiteFinding.Error(
                $"these nodes have no pod network (spec.podCIDRs): {string.Join(", ", without)}",
                "their pods would get no address",
                "Cilium takes it from Kubernetes (ipam.mode=kubernetes): let the controller-manager hand them out (--allocate-node-cidrs), or set them on the nodes.");
    }

    private static IEnumerable<SiteFinding> Cilium(InspectMesh command, MeshSituation seen)
    {
        if (seen.Config is null && !command.MayInstall)
            yield return SiteFinding.Error("there is no Cilium here", "the spec says that the mesh exists (mesh.mode: existing)", "Install and connect Cilium first, or set mesh.mode to connect.");
        if (Number(seen.CiliumVersion) is { } version && (version < OldestCilium || new Version(version.Major, version.Minor) > NewestCilium))
            yield return SiteFinding.Warning($"Cilium is {seen.CiliumVersion}", $"the suite knows the values of the charts {OldestCilium} to {NewestCilium}", "Look at the plan with care, or bring Cilium to a version in this range.");
        if (seen.Config is not null && !seen.MeshIsOn && !command.MayInstall)
            yield return SiteFinding.Error("the cluster mesh is not switched on", "the spec says that it exists (mesh.mode: existing)", "Switch it on (cilium clustermesh enable), or set mesh.mode to connect.");
    }

    private static IEnumerable<SiteFinding> Tools(InspectMesh command, MeshSituation seen)
    {
        if (!command.MayInstall)
            yield break;
        if (seen.HelmFault is { } fault)
            yield return SiteFinding.Error(fault, "Cilium is installed, and the mesh connected, by helm", "Set Mesh:HelmPath to the helm program (the image of the mesh agent has one).");
        else if (seen.Config is not null && !seen.HasRelease)
            yield return SiteFinding.Error(
                "Cilium was not installed by Helm, or under another release name", "the peers can not be configured by Helm's values", "Name the release (Mesh:Release), or connect the sites by hand and set mesh.mode to existing.");
    }

    private static IEnumerable<SiteFinding> Port(InspectMesh command, MeshSituation seen)
    {
        if (command.MayInstall && !seen.MeshIsOn && seen.PortHolder is { } holder)
            yield return SiteFinding.Info($"NodePort {command.NodePort} belongs to Service {holder}", "the next free one is taken for the mesh, and told to the peers");
    }

    private static Version? Number(string? text) => Version.TryParse(text?.TrimStart('v').Split('-', '+')[0], out var version) ? version : null;
}
