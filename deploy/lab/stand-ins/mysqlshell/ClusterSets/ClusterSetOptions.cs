using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset options</c>.</summary>
internal sealed class ClusterSetOptions : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterSetAccess.Get(shell, ct);
        List<object?> options = [];
        foreach (var name in (string[])["replicationAllowedHost", "clusterSetReplicationSslMode"])
        {
            var value = await access.RequirePrimary().Text("SELECT JSON_UNQUOTE(JSON_EXTRACT(attributes, CONCAT('$.opt_', @p0))) FROM mysql_innodb_cluster_metadata.clustersets WHERE clusterset_id = @p1", ct, name, access.Set.Id);
            options.Add(new Document { ["option"] = name, ["value"] = value });
        }

        return new Document { ["clusterSet"] = new Document { ["domainName"] = access.Set.Name, ["globalOptions"] = options } };
    }
}
