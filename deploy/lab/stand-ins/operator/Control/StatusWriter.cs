using System.Globalization;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Writes `.status` of the resource, and an event when the state changes.</summary>
public sealed class StatusWriter(Resources resources, Events events, TimeProvider time)
{
    /// <summary>Publishes a diagnosis, where it differs from what is there.</summary>
    public async Task Publish(ClusterContext cluster, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (cluster.Status == diagnosis.Status && cluster.Online == diagnosis.Online.Count)
            return;
        if (cluster.Status != diagnosis.Status)
            await events.Post(cluster.Resource, false, "ClusterStatus", "StatusChange", $"Cluster status changed to {diagnosis.Status}. {diagnosis.Online.Count} member(s) ONLINE", cancellationToken);
        await Set(cluster, diagnosis.Status, diagnosis.Online.Count, diagnosis.Type, cancellationToken);
    }

    /// <summary>Sets state and count.</summary>
    public async Task Set(ClusterContext cluster, string status, int online, string type, CancellationToken cancellationToken)
    {
        var value = new JsonObject { ["status"] = status, ["onlineInstances"] = online, ["lastProbeTime"] = Now(), ["type"] = type };
        await resources.PatchStatus(cluster.Spec.Namespace, cluster.Spec.Name, new JsonObject { ["cluster"] = value }, cancellationToken);
        var own = cluster.Resource["status"] as JsonObject ?? [];
        own["cluster"] = value.DeepClone();
        cluster.Resource["status"] = own.Parent is null ? own : own.DeepClone();
    }

    /// <summary>Remembers that the group was made.</summary>
    public async Task SetCreated(ClusterContext cluster, CancellationToken cancellationToken)
    {
        await resources.PatchStatus(cluster.Spec.Namespace, cluster.Spec.Name, new JsonObject { ["createTime"] = Now() }, cancellationToken);
        cluster.Resource["status"]!["createTime"] = Now();
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
