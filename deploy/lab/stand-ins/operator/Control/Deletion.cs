using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Takes a deleted cluster down: routers, then members, then the resource's finalizer. Claims and Secrets that were there before stay.</summary>
public sealed class Deletion(Resources resources, Workloads workloads, PodPatches pods, StatusWriter status, ILogger<Deletion> logger)
{
    /// <summary>One look; repeated until the resource is gone.</summary>
    public async Task Step(ClusterContext cluster, CancellationToken cancellationToken)
    {
        if (cluster.Status is { } known && known != ClusterStatus.Finalizing)
            await status.Set(cluster, ClusterStatus.Finalizing, cluster.Online, "UNKNOWN", cancellationToken);
        await workloads.SetRouters(cluster, 0, cancellationToken);
        var exists = await workloads.SetMembers(cluster.Spec, 0, cancellationToken);
        foreach (var pod in cluster.Pods.Where(pod => pod.Deleting && pod.HasFinalizer))
        {
            await StopGroup(cluster, pod, cancellationToken);
            await pods.RemoveFinalizer(pod, cancellationToken);
        }
        if (exists && cluster.Pods.Count > 0)
            return;
        await Finalizers(cluster, [.. Current(cluster).Where(name => name != Names.ClusterFinalizer)], cancellationToken);
        logger.Did(cluster.Key, "last pod gone, resource released");
    }

    /// <summary>Adds the finalizer to a live resource.</summary>
    public Task Guard(ClusterContext cluster, CancellationToken cancellationToken) => Current(cluster).Contains(Names.ClusterFinalizer)
        ? Task.CompletedTask
        : Finalizers(cluster, [.. Current(cluster), Names.ClusterFinalizer], cancellationToken);

    private static string[] Current(ClusterContext cluster) =>
        [.. (cluster.Resource["metadata"]!["finalizers"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    private Task Finalizers(ClusterContext cluster, string[] names, CancellationToken cancellationToken) =>
        resources.Patch(cluster.Spec.Namespace, cluster.Spec.Name, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) } }, cancellationToken);

    private static async Task StopGroup(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        if (cluster.Admin is null || !pod.Running)
            return;
        try
        {
            await using var connection = await MemberProbe.Connect(pod, cluster.Admin, cancellationToken);
            await using var command = new MySqlCommand("STOP GROUP_REPLICATION", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (MySqlException)
        {
            // The server is on its way down already.
        }
    }
}
