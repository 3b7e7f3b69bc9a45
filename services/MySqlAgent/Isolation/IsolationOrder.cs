using System.Globalization;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;

namespace ClusterSetSuite.MySqlAgent.Isolation;

/// <summary>A cluster that is cut off for a drill. It is kept in annotations of its InnoDBCluster, so an agent that starts anew knows it.</summary>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="MeshName">The site's Cilium cluster name.</param>
/// <param name="Until">When it ends at the latest, UTC.</param>
public sealed record IsolationOrder(string SetName, LocalCluster Cluster, string MeshName, DateTimeOffset Until)
{
    private const string UntilKey = "clusterset-suite/isolated-until";
    private const string MeshKey = "clusterset-suite/isolated-in-mesh-as";

    /// <summary>The annotations that end an order.</summary>
    public static IReadOnlyDictionary<string, string?> NoMarks { get; } = new Dictionary<string, string?> { [UntilKey] = null, [MeshKey] = null };

    /// <summary>The annotations that keep it.</summary>
    public IReadOnlyDictionary<string, string?> Marks => new Dictionary<string, string?> { [UntilKey] = Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), [MeshKey] = MeshName };

    /// <summary>The order in a resource, or null where it bears none that can be read.</summary>
    public static IsolationOrder? Of(InnoDbCluster cluster)
    {
        var marks = cluster.Metadata.Annotations ?? new Dictionary<string, string>();
        return marks.TryGetValue(UntilKey, out var until) && DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end)
            && marks.TryGetValue(MeshKey, out var mesh) && marks.TryGetValue(MarkedClusters.Mark, out var set) && cluster.Spec is { Instances: { } instances, SecretName: { } secret }
            ? new(set, new(cluster.Metadata.NamespaceProperty, cluster.Metadata.Name, instances, secret), mesh, end)
            : null;
    }
}
