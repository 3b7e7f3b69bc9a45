using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset describe</c>: what is registered.</summary>
internal sealed class ClusterSetDescribe : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterSetAccess.Get(shell, ct, offlineAllowed: true);
        var clusters = new Document();
        foreach (var cluster in access.Clusters)
        {
            clusters[cluster.Name] = new Document
            {
                ["clusterRole"] = cluster.Record.IsPrimary ? "PRIMARY" : "REPLICA",
                ["topology"] = ClusterDescribe.Topology(access.Metadata, cluster.Record),
            };
        }

        return new Document { ["clusters"] = clusters, ["domainName"] = access.Set.Name, ["primaryCluster"] = access.PrimaryCluster.Name };
    }
}
