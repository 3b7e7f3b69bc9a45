using System.Text.Json;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s;
using k8s.Autorest;

namespace ClusterSetSuite.MySqlAgent.Isolation;

/// <summary>
/// The CiliumNetworkPolicy that cuts the servers of a cluster off for a drill: it denies what comes from and goes to other clusters of the mesh and the world, and leaves all else as it was
/// (<c>enableDefaultDeny</c>, Cilium 1.16 and later; a denial wins over whatever other policies allow).
/// </summary>
public sealed class IsolationPolicy(IKubernetes kubernetes)
{
    /// <summary>The API group.</summary>
    public const string Group = "cilium.io";

    /// <summary>Its version.</summary>
    public const string Version = "v2";

    /// <summary>The resource's name in paths.</summary>
    public const string Plural = "ciliumnetworkpolicies";

    /// <summary>Its name.</summary>
    public static string NameOf(LocalCluster cluster) => $"clusterset-drill-{cluster.Name}";

    /// <summary>Whether it is there.</summary>
    public async Task<bool> Exists(LocalCluster cluster, CancellationToken ct) =>
        await kubernetes.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(Group, Version, cluster.Namespace, Plural, NameOf(cluster), ct).OrAbsent() is not null;

    /// <summary>Whether the API server knows policies of Cilium.</summary>
    public async Task<bool> KindExists(LocalCluster cluster, CancellationToken ct) =>
        await kubernetes.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(Group, Version, cluster.Namespace, Plural, cancellationToken: ct).OrAbsent() is not null;

    /// <summary>Makes it.</summary>
    /// <exception cref="HttpOperationException">409 where there is one.</exception>
    public Task Make(IsolationOrder order, CancellationToken ct) => kubernetes.CustomObjects.CreateNamespacedCustomObjectAsync<JsonElement>(
        Body(order), Group, Version, order.Cluster.Namespace, Plural, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);

    /// <summary>Takes it away, if it is there.</summary>
    public Task Remove(LocalCluster cluster, CancellationToken ct) =>
        kubernetes.CustomObjects.DeleteNamespacedCustomObjectAsync<JsonElement>(Group, Version, cluster.Namespace, Plural, NameOf(cluster), cancellationToken: ct).OrAbsent();

    /// <summary>As it is written.</summary>
    internal static object Body(IsolationOrder order)
    {
        // Pods of other clusters of the mesh, in whatever namespace. "Exists" keeps out what has no such label: NotIn alone would take in the node itself.
        const string cluster = "k8s:io.cilium.k8s.policy.cluster";
        object elsewhere = new
        {
            matchExpressions = new object[]
            {
                new { key = cluster, @operator = "Exists" },
                new { key = cluster, @operator = "NotIn", values = new[] { order.MeshName } },
                new { key = "k8s:io.kubernetes.pod.namespace", @operator = "Exists" },
            },
        };
        // A managed cluster's API server is a part of the world, too, and the operator's sidecars need it.
        object world = new { matchExpressions = new object[] { new { key = "reserved:world", @operator = "Exists" }, new { key = "reserved:kube-apiserver", @operator = "DoesNotExist" } } };
        return new
        {
            apiVersion = $"{Group}/{Version}",
            kind = "CiliumNetworkPolicy",
            metadata = new { name = NameOf(order.Cluster), @namespace = order.Cluster.Namespace, labels = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = SiteOptions.FieldManager } },
            spec = new
            {
                description = $"A drill of ClusterSet {order.SetName}: this site is cut off until {order.Until.UtcDateTime:u} at the latest",
                endpointSelector = new { matchLabels = ServerPods.LabelsOf(order.Cluster) },
                enableDefaultDeny = new { ingress = false, egress = false },
                ingressDeny = new object[] { new { fromEndpoints = new[] { elsewhere, world } } },
                egressDeny = new object[] { new { toEndpoints = new[] { elsewhere, world } } },
            },
        };
    }
}
