using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Which clusters of this site are to be observed.</summary>
public interface IObservedClusters
{
    /// <summary>Reads it anew.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server does not tell.</exception>
    Task<IReadOnlyList<LocalCluster>> Find(CancellationToken ct);

    /// <summary>The same, each with the ClusterSet that it belongs to.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server does not tell.</exception>
    Task<IReadOnlyList<Guarding.GuardedCluster>> FindGuarded(CancellationToken ct);
}
