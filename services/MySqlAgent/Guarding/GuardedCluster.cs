using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>A cluster of this site that belongs to a ClusterSet, and so has a guard.</summary>
/// <param name="ClusterSet">The ClusterSet's name.</param>
/// <param name="Cluster">The cluster.</param>
public sealed record GuardedCluster(string ClusterSet, LocalCluster Cluster);
