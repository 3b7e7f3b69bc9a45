using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>The servers of this site's clusters.</summary>
public interface IServers
{
    /// <summary>Connects as root, with the Secret's password, to the server of a pod.</summary>
    /// <exception cref="MySqlConnector.MySqlException">It can not be reached or refuses the login.</exception>
    Task<ISql> Open(LocalCluster cluster, string pod, CancellationToken ct);

    /// <summary>The same with another account.</summary>
    Task<ISql> Open(LocalCluster cluster, string pod, ShellLogin login, CancellationToken ct);

    /// <summary>Connects, with the Secret's password, to a server of another site; only where this process has a route to it.</summary>
    /// <param name="cluster">A cluster of this site: all sites have the same password.</param>
    /// <param name="address"><c>host:port</c>.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="MySqlConnector.MySqlException">It can not be reached or refuses the login.</exception>
    Task<ISql> OpenPeer(LocalCluster cluster, string address, CancellationToken ct);

    /// <summary>The address that AdminAPI knows the server of a pod by: <c>host:port</c>.</summary>
    string Address(LocalCluster cluster, string pod);

    /// <summary>The same for a full name, which may or may not have a port.</summary>
    string Address(string host);
}
