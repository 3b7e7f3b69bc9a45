using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Which clusters of this site are to be observed.</summary>
public interface IObservedClusters
{
    /// <summary>Reads it anew.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server does not tell.</exception>
    Task<IReadOnlyList<LocalCluster>> Find(CancellationToken ct);
}
