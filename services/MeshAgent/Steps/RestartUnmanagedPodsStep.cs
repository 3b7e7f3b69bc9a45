using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Restarts the pods that are older than Cilium on their node: only a new pod gets into its network.</summary>
public sealed class RestartUnmanagedPodsStep(
    IKubernetes api, Installation cilium, Endpoints endpoints, PodReplacement replacement, StepWait wait, IStepProgress progress, TimeProvider time,
    IOptions<SiteOptions> site, IOptions<MeshOptions> options)
    : IStep<RestartUnmanagedPods>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(RestartUnmanagedPods command, CancellationToken ct)
    {
        var unmanaged = await Unmanaged(ct);
        var bare = unmanaged.Where(pod => !UnmanagedPods.HasMaker(pod)).Select(UnmanagedPods.NameOf).ToList();
        if (bare.Count > 0)
            return StepState.IsUnsafe(
                $"Cilium does not manage these pods, and nobody would make them again: {string.Join(", ", bare)}",
                "Make them again by hand (or delete them), then run the operation again.");
        return unmanaged.Count == 0
            ? StepState.IsDone()
            : StepState.Needs($"not managed by Cilium: {string.Join(", ", unmanaged.Select(UnmanagedPods.NameOf))}");
    }

    /// <inheritdoc/>
    public async Task Apply(RestartUnmanagedPods command, CancellationToken ct)
    {
        var unmanaged = await Unmanaged(ct);
        progress.Report($"restarting {unmanaged.Count} pods that are older than Cilium");

        // One pod at a time of each maker, and the agents' own at last: restarting them ends this process, and the step is asked for again.
        foreach (var part in unmanaged.Where(UnmanagedPods.HasMaker).GroupBy(pod => pod.Namespace() == site.Value.AgentNamespace).OrderBy(part => part.Key))
            await Task.WhenAll(part.GroupBy(pod => UnmanagedPods.Maker(pod)!.Uid).Select(group => OneByOne([.. group], ct)));
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(RestartUnmanagedPods command, CancellationToken ct) =>
        wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.ReadyTimeout, ct, "Cilium manages every pod");

    private async Task OneByOne(IReadOnlyCollection<V1Pod> pods, CancellationToken ct)
    {
        foreach (var pod in pods)
        {
            progress.Report($"restarting {UnmanagedPods.NameOf(pod)}");
            await replacement.Replace(pod, pods, ct);
        }
    }

    private async Task<IReadOnlyList<V1Pod>> Unmanaged(CancellationToken ct)
    {
        var known = await endpoints.All(ct);
        var agents = await cilium.Pods(CiliumNames.AgentLabel, ct);
        var pods = await api.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: ct);
        return UnmanagedPods.Among(pods.Items, known, agents, time.GetUtcNow());
    }
}
