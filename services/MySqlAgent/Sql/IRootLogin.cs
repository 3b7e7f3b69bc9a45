using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Where the root account of a cluster is found.</summary>
public interface IRootLogin
{
    /// <summary>Reads it, every time anew.</summary>
    Task<ShellLogin> Of(LocalCluster cluster, CancellationToken ct);
}
