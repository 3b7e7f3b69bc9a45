using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Which changes of a spec can be applied: more servers, other routers, a new site, other options. What can not is told with its path, all at once, before anything is touched.</summary>
public static class SpecChanges
{
    /// <summary>Every forbidden change.</summary>
    /// <param name="before">The spec in force.</param>
    /// <param name="after">The spec that is asked for.</param>
    public static IReadOnlyList<SpecFault> Faults(ClusterSetSpec before, ClusterSetSpec after) =>
    [
        .. Gone(before, after),
        .. before.Primary == after.Primary ? [] : (SpecFault[])[new("primary", $"was '{before.Primary}' when the set was made and stays that: the primary is moved by clusterset switchover, and a spec never moves it back")],
        .. Value("credentials.secretName", before.Credentials.SecretName, after.Credentials.SecretName, "the clusters were made with it"),
        .. after.Sites.SelectMany((site, index) => before.Site(site.Name) is { } old ? OfSite($"sites[{index}]", old, site) : []),
    ];

    private static IEnumerable<SpecFault> Gone(ClusterSetSpec before, ClusterSetSpec after) =>
        from site in before.Sites
        where after.Site(site.Name) is null
        select new SpecFault("sites", $"site '{site.Name}' is missing: a site is taken out by clusterset remove {before.Name} --site {site.Name}, which leaves its cluster and data whole; a renamed site is another site");

    private static IEnumerable<SpecFault> OfSite(string path, SiteSpec before, SiteSpec after) =>
    [
        .. Value($"{path}.namespace", before.Namespace, after.Namespace, "the cluster, its volumes and its names live in it"),
        .. Value($"{path}.meshId", $"{before.MeshId}", $"{after.MeshId}", "another id restarts every workload of the site"),
        .. Value($"{path}.cluster.name", before.Cluster.Name, after.Cluster.Name, "servers and volumes bear it"),
        .. Value($"{path}.cluster.joinAs", before.Cluster.JoinAs, after.Cluster.JoinAs, "the set knows the cluster by it"),
        .. Value($"{path}.cluster.baseServerId", $"{before.Cluster.BaseServerId}", $"{after.Cluster.BaseServerId}", "running servers have their server_id from it"),
        .. Value($"{path}.cluster.storageClass", before.Cluster.StorageClass, after.Cluster.StorageClass, "volumes are made once"),
        .. Value($"{path}.cluster.storageSize", before.Cluster.StorageSize, after.Cluster.StorageSize, "volumes are made once; enlarge the PersistentVolumeClaims"),
        .. after.Cluster.Instances < before.Cluster.Instances
            ? (SpecFault[])[new($"{path}.cluster.instances", $"{after.Cluster.Instances} is fewer than {before.Cluster.Instances}: servers are added, not taken away; take the site out and add it again with fewer")]
            : [],
    ];

    private static IEnumerable<SpecFault> Value(string path, string? before, string? after, string why)
    {
        if (before != after)
            yield return new(path, $"was '{before ?? "(none)"}', '{after ?? "(none)"}' is asked for, and it can not be changed: {why}");
    }
}
