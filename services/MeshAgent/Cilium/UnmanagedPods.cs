using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Finds the pods that Cilium does not manage: those on the pod network without a CiliumEndpoint.</summary>
public static class UnmanagedPods
{
    /// <summary>A pod this young may get its CiliumEndpoint yet.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <summary>The unmanaged pods among all.</summary>
    /// <param name="pods">All pods of the site.</param>
    /// <param name="endpoints">Namespace and name of every CiliumEndpoint; a pod and its endpoint are named alike.</param>
    /// <param name="agents">Cilium's agents: a pod that is older than the agent on its node has no time to be given.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<V1Pod> Among(
        IEnumerable<V1Pod> pods, IReadOnlySet<(string Namespace, string Name)> endpoints, IEnumerable<V1Pod> agents, DateTimeOffset now)
    {
        var agentSince = agents.Where(agent => agent.Spec.NodeName is not null && agent.Status?.StartTime is not null)
            .GroupBy(agent => agent.Spec.NodeName)
            .ToDictionary(group => group.Key, group => group.Max(agent => agent.Status.StartTime!.Value));
        return
        [
            .. from pod in pods
               where pod.Spec.HostNetwork != true && pod.Metadata.DeletionTimestamp is null
               where pod.Status?.Phase is "Running" or "Pending" && pod.Status.StartTime is not null && pod.Spec.NodeName is not null
               where !endpoints.Contains((pod.Namespace(), pod.Name()))
               where pod.Status.StartTime < agentSince.GetValueOrDefault(pod.Spec.NodeName) || pod.Status.StartTime < now.UtcDateTime - Settle
               orderby pod.Namespace(), pod.Name()
               select pod,
        ];
    }

    /// <summary>Whether somebody makes the pod again when it is deleted. A static pod belongs to its node, which does not.</summary>
    public static bool HasMaker(V1Pod pod) => Maker(pod) is { Kind: not "Node" };

    /// <summary>Who made the pod, or null.</summary>
    public static V1OwnerReference? Maker(V1Pod pod) => pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);

    /// <summary>A name for people.</summary>
    public static string NameOf(V1Pod pod) => $"{pod.Namespace()}/{pod.Name()}";
}
