namespace ClusterSetSuite.Lab.Cilium.Etcd;

/// <summary>The key layout of Cilium's kvstore.</summary>
public static class Keys
{
    /// <summary>The key of a cluster's own description; KVStoreMesh repeats it in the local etcd with <c>cached</c> set.</summary>
    public static string ClusterConfig(string cluster) => $"cilium/cluster-config/{cluster}";

    /// <summary>The prefix of a cluster's own nodes.</summary>
    public static string Nodes(string cluster) => $"cilium/state/nodes/v1/{cluster}/";

    /// <summary>The prefix of a remote cluster's nodes as KVStoreMesh repeats them.</summary>
    public static string CachedNodes(string cluster) => $"cilium/cache/nodes/v1/{cluster}/";
}
