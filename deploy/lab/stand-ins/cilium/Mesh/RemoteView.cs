namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>What was read of a remote cluster.</summary>
/// <param name="Config">Its description.</param>
/// <param name="Nodes">Its nodes, as JSON by node name: KVStoreMesh passes them on unread.</param>
public sealed record RemoteView(ClusterConfig Config, IReadOnlyDictionary<string, string> Nodes);
