using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Deletes a pod in its own time and waits until its maker has as many ready pods as before.</summary>
public sealed class PodReplacement(IKubernetes api, Eventually eventually, IOptions<MeshOptions> options)
{
    /// <summary>Replaces one pod. One that is ready waits until its maker has got over what was replaced before, by this process or by one that was killed: else a group of servers would lose its majority.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="old">All of its maker's that are to be replaced yet.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="StepFailedException">The replacement, or one before it, did not become ready in time.</exception>
    public async Task Replace(V1Pod pod, IReadOnlyCollection<V1Pod> old, CancellationToken ct)
    {
        var before = await Whole(pod, old, ct);

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

    // Returns how many are ready.
    private async Task<int> Whole(V1Pod pod, IReadOnlyCollection<V1Pod> old, CancellationToken ct)
    {
        var spared = old.Select(other => other.Metadata.Uid).ToHashSet();
        var seen = await eventually.Look(token => OfMaker(pod, token), pods => Coming(pods).Count == 0, options.Value.LookInterval, options.Value.ReadyTimeout, ct);
        if (Coming(seen) is { Count: > 0 } coming)
            throw new StepFailedException(
                $"{UnmanagedPods.NameOf(pod)} is not restarted, for other pods of {UnmanagedPods.Maker(pod)!.Kind} {UnmanagedPods.Maker(pod)!.Name} are not ready: {string.Join(", ", coming)}",
                "Look at their events; the step goes on with the rest when it is asked again.",
                retriable: true);
        return seen.Count(Stays);

        // Where the pod itself is not ready, nothing is lost with it; and a pod that has ended (of a job, or evicted) will never be.
        List<string> Coming(IReadOnlyList<V1Pod> pods) => pods.Any(one => one.Metadata.Uid == pod.Metadata.Uid && Stays(one))
            ? [.. pods.Where(one => !HasEnded(one) && (one.Metadata.DeletionTimestamp is not null || (!spared.Contains(one.Metadata.Uid) && !Stays(one)))).Select(one => one.Name())]
            : [];
    }

    private async Task<IReadOnlyList<V1Pod>> OfMaker(V1Pod pod, CancellationToken ct)
    {
        var maker = UnmanagedPods.Maker(pod)!.Uid;
        return [.. (await api.CoreV1.ListNamespacedPodAsync(pod.Namespace(), cancellationToken: ct)).Items.Where(other => UnmanagedPods.Maker(other)?.Uid == maker)];
    }

    private async Task<int> Ready(V1Pod pod, CancellationToken ct) => (await OfMaker(pod, ct)).Count(Stays);

    private static bool HasEnded(V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private static bool Stays(V1Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.IsReady();

    private async Task<bool> IsGone(V1Pod pod, CancellationToken ct) =>
        (await api.CoreV1.ReadNamespacedPodAsync(pod.Name(), pod.Namespace(), cancellationToken: ct).OrNull())?.Metadata.Uid != pod.Metadata.Uid;
}
