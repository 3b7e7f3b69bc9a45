using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>Tells why pods do not get ready, in the words that <c>kubectl describe</c> would show.</summary>
public sealed class PodTroubles(IKubernetes kubernetes)
{
    /// <summary>Waiting reasons of a container that starts as it should.</summary>
    private static readonly HashSet<string> Ordinary = ["ContainerCreating", "PodInitializing"];

    /// <summary>The troubles of a cluster's servers; empty while all is in order.</summary>
    public Task<IReadOnlyList<string>> OfServers(LocalCluster cluster, CancellationToken ct) =>
        Of(cluster.Namespace, ServerPods.Selector(cluster), ct);

    /// <summary>The troubles of the pods with some labels.</summary>
    public async Task<IReadOnlyList<string>> Of(string @namespace, string selector, CancellationToken ct)
    {
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(@namespace, labelSelector: selector, cancellationToken: ct);
        return [.. pods.Items.SelectMany(Of)];
    }

    /// <summary>The troubles of one pod.</summary>
    public static IEnumerable<string> Of(V1Pod pod)
    {
        foreach (var condition in pod.Status?.Conditions ?? [])
            if (condition is { Type: "PodScheduled", Status: "False" })
                yield return $"{pod.Name()}: {condition.Reason}: {condition.Message}";
        foreach (var status in (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []))
            if (status.State?.Waiting is { Reason: { } reason } waiting && !Ordinary.Contains(reason))
                yield return $"{pod.Name()}, container {status.Name}: {reason}{(waiting.Message is { Length: > 0 } message ? $": {message}" : "")}";
            else if (status is { RestartCount: > 2, Ready: false })
                yield return $"{pod.Name()}, container {status.Name}: restarted {status.RestartCount} times";
    }
}
