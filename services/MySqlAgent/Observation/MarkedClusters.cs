using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Operator;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>The InnoDBClusters that bear the suite's mark: the cluster itself says that it is to be observed, so an agent that starts anew knows it.</summary>
public sealed class MarkedClusters(InnoDbClusters clusters, IOptions<MySqlOptions> options) : IObservedClusters
{
    /// <summary>The annotation; its value is the ClusterSet's name.</summary>
    public const string Mark = "clusterset-suite/clusterset";

    /// <summary>Whether a cluster bears the mark of a set.</summary>
    /// <param name="cluster">The cluster; null where there is none.</param>
    /// <param name="set">The ClusterSet's name.</param>
    public static bool IsOf(InnoDbCluster? cluster, string set) => cluster?.Metadata.Annotations?.TryGetValue(Mark, out var marked) == true && marked == set;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LocalCluster>> Find(CancellationToken ct) => [.. (await FindGuarded(ct)).Select(guarded => guarded.Cluster)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GuardedCluster>> FindGuarded(CancellationToken ct) =>
    [
        .. (await clusters.List(options.Value.Namespaces, ct))
            .Where(cluster => cluster.Metadata.Annotations?.ContainsKey(Mark) == true && cluster.Spec is { Instances: > 0, SecretName.Length: > 0 })
            .Select(cluster => new GuardedCluster(
                cluster.Metadata.Annotations[Mark], new(cluster.Metadata.NamespaceProperty, cluster.Metadata.Name, cluster.Spec.Instances!.Value, cluster.Spec.SecretName!))),
    ];
}
