namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>All of the metadata that one server holds, read at one time.</summary>
internal sealed record Snapshot(IReadOnlyList<ClusterRecord> Clusters, IReadOnlyList<InstanceRecord> Instances, ClusterSetRecord? Set, string? ThisClusterId)
{
    public ClusterRecord? ThisCluster => Clusters.FirstOrDefault(cluster => cluster.Id == ThisClusterId);

    public ClusterRecord? PrimaryCluster => Clusters.FirstOrDefault(cluster => cluster.IsPrimary);

    public IEnumerable<ClusterRecord> OfSet => Clusters.Where(cluster => cluster.SetId is not null && cluster.SetId == Set?.Id);

    public IReadOnlyList<InstanceRecord> InstancesOf(ClusterRecord cluster) => [.. Instances.Where(i => i.ClusterId == cluster.Id).OrderBy(i => i.Id)];

    public ClusterRecord? Named(string name) => OfSet.FirstOrDefault(cluster => string.Equals(cluster.Name, name, StringComparison.OrdinalIgnoreCase));
}
