using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>The pods of a cluster's servers, by the operator's labels.</summary>
public static class ServerPods
{
    /// <summary>The labels.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(LocalCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return new Dictionary<string, string> { ["mysql.oracle.com/cluster"] = cluster.Name, ["component"] = "mysqld" };
    }

    /// <summary>The label selector.</summary>
    public static string Selector(LocalCluster cluster) => string.Join(',', LabelsOf(cluster).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>The pods that the API server knows.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">It does not tell.</exception>
    public static async Task<IList<V1Pod>> Of(this IKubernetes kubernetes, LocalCluster cluster, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return (await kubernetes.CoreV1.ListNamespacedPodAsync(cluster.Namespace, labelSelector: Selector(cluster), cancellationToken: ct)).Items;
    }
}
