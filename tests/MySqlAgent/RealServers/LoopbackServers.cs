using System.Globalization;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.TestServers.MySql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Real servers on loopback in the place of pods; the pod's ordinal is the server's index.</summary>
internal sealed class LoopbackServers(IReadOnlyDictionary<string, MySqlServers> clusters, ShellLogin login) : IServers, IRootLogin
{
    private int _opened;

    /// <summary>None at all, for steps that must not ask any.</summary>
    public static LoopbackServers None => new(new Dictionary<string, MySqlServers>(), new ShellLogin("root", "unused"));

    /// <summary>None that answers, for steps that may ask the servers of a cluster whose pods are not there.</summary>
    public static LoopbackServers Absent => new(new Dictionary<string, MySqlServers>(), new ShellLogin("root", "unused")) { AreAbsent = true };

    /// <summary>False as in an embedded agent, which reaches its own site only.</summary>
    public bool HasRoute { get; set; } = true;

    /// <summary>How many connections were asked for.</summary>
    public int Opened => _opened;

    public async Task<ISql> Open(LocalCluster cluster, string pod, CancellationToken ct) => await Open(cluster, pod, login, ct);

    public Task<ISql> Open(LocalCluster cluster, string pod, ShellLogin account, CancellationToken ct)
    {
        Interlocked.Increment(ref _opened);
        return Connect(Server(cluster, pod).Port, account, ct);
    }

    public Task<ISql> OpenPeer(LocalCluster cluster, string address, CancellationToken ct) =>
        HasRoute ? Connect(int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture), login, ct) : throw new IOException("no route");

    private bool AreAbsent { get; init; }

    private static async Task<ISql> Connect(int port, ShellLogin account, CancellationToken ct)
    {
        var address = new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1", Port = (uint)port, UserID = account.User, Password = account.Password, Pooling = false, ConnectionTimeout = 5,
        };
        var connection = new MySqlConnection(address.ConnectionString);
        await connection.OpenAsync(ct);
        return new SqlConnection(connection, way: null);
    }

    public string Address(LocalCluster cluster, string pod) => Server(cluster, pod).Address;

    public string Address(string host) => host;

    public Task<ShellLogin> Of(LocalCluster cluster, CancellationToken ct) => Task.FromResult(login);

    private MySqlServer Server(LocalCluster cluster, string pod) =>
        AreAbsent ? throw new IOException($"pod {pod} is not there") : clusters[cluster.Name][int.Parse(pod[(pod.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture)];
}
