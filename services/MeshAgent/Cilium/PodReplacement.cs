using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Deletes a pod in its own time and waits until its maker has as many ready pods as before.</summary>
public sealed class PodReplacement(IKubernetes api, Eventually eventually, IOptions<MeshOptions> options)
{
    /// <summary>Replaces one pod.</summary>
    /// <exception cref="StepFailedException">The replacement did not become ready in time.</exception>
    public async Task Replace(V1Pod pod, CancellationToken ct)
    {
        var before = await Ready(pod, ct);

        // Only this very pod: a successor of the same name (StatefulSet) has another uid.
        var only = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } };
        await api.CoreV1.DeleteNamespacedPodAsync(pod.Name(), pod.Namespace(), only, cancellationToken: ct).OrNull();
        var after = await eventually.Look(
            async token => (Ready: await Ready(pod, token), Gone: await IsGone(pod, token)),
            seen => seen.Gone && seen.Ready >= before,
            options.Value.LookInterval,
            options.Value.ReadyTimeout,
            ct);
        if (!after.Gone || after.Ready < before)
            throw new StepFailedException(
                $"{UnmanagedPods.NameOf(pod)} was restarted, but {UnmanagedPods.Maker(pod)!.Kind} {UnmanagedPods.Maker(pod)!.Name} has {after.Ready} ready pods and had {before}",
                "Look at the events of its pods; the step goes on with the rest when it is asked again.",
                retriable: true);
    }

    private async Task<int> Ready(V1Pod pod, CancellationToken ct)
    {
        var pods = await api.CoreV1.ListNamespacedPodAsync(pod.Namespace(), cancellationToken: ct);
        var maker = UnmanagedPods.Maker(pod)!.Uid;
        return pods.Items.Count(other => UnmanagedPods.Maker(other)?.Uid == maker
            && other.Metadata.DeletionTimestamp is null
            && other.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true);
    }

    private async Task<bool> IsGone(V1Pod pod, CancellationToken ct) =>
        (await api.CoreV1.ReadNamespacedPodAsync(pod.Name(), pod.Namespace(), cancellationToken: ct).OrNull())?.Metadata.Uid != pod.Metadata.Uid;
}
