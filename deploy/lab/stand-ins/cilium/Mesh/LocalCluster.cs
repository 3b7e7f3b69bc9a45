namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>The cluster that this process belongs to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
/// <param name="MaxConnectedClusters">255 or 511.</param>
public sealed record LocalCluster(string Name, int Id, int MaxConnectedClusters);
