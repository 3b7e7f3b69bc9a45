using ClusterSetSuite.AgentHost.Kubernetes;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>How the mesh is, as every agent sees it and every KVStoreMesh: the agents alone show a lost peer only as long as nothing is cached between.</summary>
public sealed class MeshHealth(Installation cilium, IPodExec exec, IOptions<MeshOptions> options)
{
    private static readonly string[] AgentStatus = ["cilium-dbg", "status", "-o", "json"];
    private static readonly string[] KvStoreMeshStatus = ["clustermesh-apiserver", "kvstoremesh-dbg", "status", "-o", "json"];

    /// <summary>What keeps the peers from being connected, one line a pod and peer; empty when all is well.</summary>
    /// <param name="peers">Cilium cluster names.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<string>> Problems(IReadOnlyList<string> peers, CancellationToken ct)
    {
        var agents = await cilium.Pods(CiliumNames.AgentLabel, ct);
        if (agents.Count == 0)
            return ["there is no pod with label k8s-app=cilium"];
        var stores = await cilium.Pods(CiliumNames.MeshApiServerLabel, ct);
        var looks = agents.Where(IsMeant).Select(pod => Look(pod, CiliumNames.AgentContainer, AgentStatus, MeshStatus.OfAgent, peers, ct))
            .Concat(stores.Where(IsMeant).Where(HasKvStoreMesh).Select(pod => Look(pod, CiliumNames.KvStoreMeshContainer, KvStoreMeshStatus, MeshStatus.OfKvStoreMesh, peers, ct)));
        return [.. (await Task.WhenAll(looks)).SelectMany(problems => problems)];
    }

    /// <summary>What one list of remote clusters lacks.</summary>
    public static IEnumerable<string> Lacking(string pod, IReadOnlyList<RemoteClusterStatus> seen, IReadOnlyList<string> peers) =>
        from peer in peers
        let remote = seen.FirstOrDefault(status => status.Name == peer)
        where remote is not { Ready: true, Connected: true }
        select remote is null
            ? $"{pod}: peer {peer} is not configured there"
            : $"{pod}: peer {peer} is {(remote.Connected ? "connected but not ready" : "not connected")}: {remote.Status} ({remote.Failures} failures{LastOf(remote)})";

    private static string LastOf(RemoteClusterStatus remote) => remote.LastFailure is { Year: > 2000 } at ? $", last {at:u}" : "";

    private async Task<IReadOnlyList<string>> Look(
        V1Pod pod, string container, string[] command, Func<string, IReadOnlyList<RemoteClusterStatus>> parse, IReadOnlyList<string> peers, CancellationToken ct)
    {
        var name = $"pod {pod.Name()} ({container})";
        if (pod.Status.ContainerStatuses?.Any(status => status.Name == container && status.State?.Running is not null) != true)
            return [$"{name} is not running"];
        var result = await exec.Run(new PodTarget(options.Value.Namespace, pod.Name(), container), command, null, ct);
        return result.ExitCode == 0
            ? [.. Lacking(name, parse(result.Stdout), peers)]
            : [$"{name}: {string.Join(' ', command)} ended with {result.ExitCode}: {(result.Stderr + result.Stdout).Trim()}"];
    }

    private static bool IsMeant(V1Pod pod) => pod.Metadata.DeletionTimestamp is null;

    private static bool HasKvStoreMesh(V1Pod pod) => pod.Spec.Containers.Any(container => container.Name == CiliumNames.KvStoreMeshContainer);
}
