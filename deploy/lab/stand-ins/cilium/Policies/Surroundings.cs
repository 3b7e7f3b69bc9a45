namespace ClusterSetSuite.Lab.Cilium.Policies;

/// <summary>What a node's packets can come from and go to, by identity.</summary>
/// <param name="Cluster">The cluster's name in the mesh.</param>
/// <param name="Own">Networks of the cluster's own pods, and addresses of its nodes.</param>
/// <param name="Peers">Networks of the pods of other clusters of the mesh, by cluster.</param>
/// <param name="ApiServers">Addresses and ports of the API server, which is outside the cluster here.</param>
public sealed record Surroundings(string Cluster, IReadOnlyList<string> Own, IReadOnlyDictionary<string, IReadOnlyList<string>> Peers, IReadOnlyList<(string Address, int Port)> ApiServers);
