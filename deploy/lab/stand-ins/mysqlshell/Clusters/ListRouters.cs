using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>listRouters</c>: the Routers that bootstrapped against the set or the cluster.</summary>
internal sealed class ListRouters : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["onlyUpgradeRequired", "router"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct, repair: true);
        var rows = await access.State.Source!.Server!.Query(
            """
            SELECT CONCAT(r.address, '::', r.router_name) AS label, r.address, r.version, CAST(COALESCE(s.last_check_in, r.last_check_in) AS CHAR) AS seen, r.attributes ->> '$.LocalCluster' AS local_cluster,
                   r.attributes ->> '$.ROEndpoint' AS ro, r.attributes ->> '$.RWEndpoint' AS rw, r.attributes ->> '$.ROXEndpoint' AS rox, r.attributes ->> '$.RWXEndpoint' AS rwx,
                   r.attributes ->> '$.RWSplitEndpoint' AS split, r.attributes ->> '$.SupportedRoutingGuidelinesVersion' AS guidelines, r.options ->> '$.target_cluster' AS target
            FROM mysql_innodb_cluster_metadata.routers r LEFT JOIN mysql_innodb_cluster_metadata.router_stats s USING (router_id)
            """,
            ct);
        var routers = new Document();
        foreach (var row in rows)
            routers[row.Required("label")] = Entry(row, access.InSet);
        return access.InSet
            ? new Document { ["domainName"] = access.Metadata.Set!.Name, ["routers"] = routers }
            : new Document { ["clusterName"] = access.Cluster.Name, ["routers"] = routers };
    }

    private static Document Entry(Row row, bool inSet)
    {
        var entry = new Document
        {
            ["currentRoutingGuideline"] = null, ["hostname"] = row.Text("address"), ["lastCheckIn"] = row.Text("seen"), ["roPort"] = row.Text("ro"), ["roXPort"] = row.Text("rox"),
            ["rwPort"] = row.Text("rw"), ["rwSplitPort"] = row.Text("split"), ["rwXPort"] = row.Text("rwx"), ["supportedRoutingGuidelinesVersion"] = row.Text("guidelines"), ["version"] = row.Text("version"),
        };
        if (inSet)
            (entry["localCluster"], entry["targetCluster"]) = (row.Text("local_cluster"), row.Text("target"));
        return entry;
    }
}
