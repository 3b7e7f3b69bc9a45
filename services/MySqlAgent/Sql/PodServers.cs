using System.Globalization;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Reaches servers by their pods; while the API server is silent with the password that it told last.</summary>
public sealed class PodServers(IPodPorts ports, IRootLogin logins, IOptions<MySqlOptions> options, TimeProvider time) : IServers
{
    private readonly LastKnown<(string Namespace, string Secret), ShellLogin> _logins = new(TimeSpan.FromSeconds(1), time);

    /// <inheritdoc/>
    public async Task<ISql> Open(LocalCluster cluster, string pod, CancellationToken ct) => await Open(cluster, pod, await Login(cluster, ct), ct);

    /// <inheritdoc/>
    public async Task<ISql> Open(LocalCluster cluster, string pod, ShellLogin login, CancellationToken ct)
    {
        var way = await ports.Open(cluster.Namespace, pod, options.Value.ServerPort, ct);
        try
        {
            return new SqlConnection(await Connect(way.Address.Address.ToString(), way.Address.Port, login, ct), way);
        }
        catch
        {
            await way.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ISql> OpenPeer(LocalCluster cluster, string address, CancellationToken ct)
    {
        var (host, port) = (address[..address.LastIndexOf(':')], int.Parse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        return new SqlConnection(await Connect(host, port, await Login(cluster, ct), ct), way: null);
    }

    /// <inheritdoc/>
    public string Address(LocalCluster cluster, string pod) => Address(cluster.Host(pod));

    /// <inheritdoc/>
    public string Address(string host) => host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{options.Value.ServerPort.ToString(CultureInfo.InvariantCulture)}";

    private Task<ShellLogin> Login(LocalCluster cluster, CancellationToken ct) => _logins.Of((cluster.Namespace, cluster.SecretName), limit => logins.Of(cluster, limit), ct);

    private static async Task<MySqlConnection> Connect(string host, int port, ShellLogin login, CancellationToken ct)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = host,
            Port = (uint)port,
            UserID = login.User,
            Password = login.Password,
            // The pods' certificates are self-signed by the operator's wish (tlsUseSelfSigned): encrypted, not authenticated.
            SslMode = MySqlSslMode.Preferred,
            AllowPublicKeyRetrieval = true,
            Pooling = false,
            ConnectionTimeout = 5,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
