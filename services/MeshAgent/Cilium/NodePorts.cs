using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Picks a NodePort that is free: a taken one would be refused with 422 in the middle of an upgrade.</summary>
public static class NodePorts
{
    private const int Last = 32767;

    /// <summary>The wanted port, or the next one that no other Service has.</summary>
    /// <exception cref="AgentHost.Steps.StepRefusedException">None is free.</exception>
    public static int Free(int wanted, IEnumerable<V1Service> services, string ownService, string ownNamespace)
    {
        var taken = services.Where(service => service.Name() != ownService || service.Namespace() != ownNamespace)
            .SelectMany(service => service.Spec.Ports ?? []).Select(port => port.NodePort ?? 0).ToHashSet();
        return Enumerable.Range(wanted, Math.Max(0, Last - wanted + 1)).Cast<int?>().FirstOrDefault(port => !taken.Contains(port!.Value))
            ?? throw new AgentHost.Steps.StepRefusedException($"no NodePort from {wanted} to {Last} is free", "Give the mesh a lower NodePort in the spec.");
    }
}
