using System.Globalization;
using System.Reflection;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Steps;
using ClusterSetSuite.MySqlAgent.Switching;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.MySql;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Two clusters of two real servers each, as the operator leaves them, and the steps that AdminAPI and SQL need.</summary>
internal sealed class TwoSites : IAsyncDisposable
{
    /// <summary>Has signs that option files, shells and URIs treat specially.</summary>
    public const string Password = @"c4nary#\';$x =1";

    /// <summary>The same inside quotation marks of SQL.</summary>
    public static readonly string Quoted = Password.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);

    private readonly MySqlServers _prd;
    private readonly MySqlServers _dr;
    private readonly IOptions<MySqlOptions> _options;

    private TwoSites(MySqlServers prd, MySqlServers dr)
    {
        (_prd, _dr) = (prd, dr);
        _options = Options.Create(new MySqlOptions
        {
            LocalShell = Mysqlsh, CloneLimit = TimeSpan.FromMinutes(5), LookInterval = TimeSpan.FromSeconds(0.5),
        });
        Servers = new LoopbackServers(new Dictionary<string, MySqlServers> { ["prd"] = prd, ["dr"] = dr }, new ShellLogin("root", Password));
        Look = new ClusterLook(Servers);
        Shell = new MySqlShell(new LocalShell(_options), Servers, NullLogger<MySqlShell>.Instance);
        Admin = new AdminCalls(Shell, Servers, Notes, TimeProvider.System, _options);
    }

    private static string Mysqlsh =>
        typeof(TwoSites).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "mysqlsh").Value!;

    public static LocalCluster Primary { get; } = new("mysql-prod", "prd", 2, "mypwds");

    public static LocalCluster Replica { get; } = new("mysql-dr", "dr", 2, "mypwds");

    public Notes Notes { get; } = new();

    public LoopbackServers Servers { get; }

    public ClusterLook Look { get; }

    public MySqlShell Shell { get; }

    public AdminCalls Admin { get; }

    public Eventually Eventually { get; } = new(TimeProvider.System);

    public CloneProgress Clone => new(Notes, TimeProvider.System);

    private CloneDonors Donors { get; } = new();

    private JoiningServer Joining => new(Admin, Look, Servers, Guards, Eventually, Notes, _options);

    /// <summary>Keep clients out of servers as guards that enforce do.</summary>
    public ShuttingGuards Guards => field ??= new(Servers, Rounds);

    private StepWait Wait => new(Eventually, Notes);

    public MySqlAgent.Steps.CreateClusterSet CreateSet => new(Admin, Look);

    public MySqlAgent.Steps.DissolveCluster Dissolve => new(Admin, Look, Servers, Notes);

    public MySqlAgent.Steps.CreateReplicaCluster Join => new(Admin, Look, Servers, new HalfMadeReplica(Admin, Servers, Notes), Donors, Clone, Eventually, Notes, new FailoverTimers(), _options);

    public MySqlAgent.Steps.AddInstance Add => new(Admin, Joining, Servers, Clone);

    public MySqlAgent.Steps.WriteProbeRow Write => new(Look, Servers, TimeProvider.System);

    public MySqlAgent.Steps.ReadProbeRow Read => new(Servers, Wait, _options);

    public MySqlAgent.Steps.VerifyClusterSet Healthy => new(Admin, Look, Eventually, Notes, _options);

    public MySqlAgent.Steps.VerifyPeerLogin Login => new(Admin, Look, Eventually, Notes, _options);

    public ClusterRounds Rounds => new(Servers, TimeProvider.System, _options);

    public MySqlAgent.Steps.InspectReplica InspectReplica => new(Rounds);

    public MySqlAgent.Steps.InspectPrimary InspectPrimary => new(Rounds, Admin, Servers);

    public MySqlAgent.Steps.SwitchPrimary Switch =>
        new(Admin, Rounds, new WriteMeter(Servers, TimeProvider.System, NullLogger<WriteMeter>.Instance), Eventually, Notes, _options);

    public MySqlAgent.Steps.VerifyNewPrimary NewPrimary => new(Rounds, Servers, Wait, _options);

    public MySqlAgent.Steps.VerifyFollower Follower => new(Rounds, Wait, _options);

    public MySqlAgent.Steps.VerifyRouters Routers => new(Admin, Rounds, Wait, _options);

    public MySqlAgent.Steps.InspectLoss Loss => new(Rounds);

    public MySqlAgent.Steps.DrainReceived Drain => new(Rounds, Servers, Wait, Notes, _options);

    public MySqlAgent.Steps.ForcePrimary Force => new(Admin, Rounds, Servers, Eventually, Notes, _options);

    /// <summary>The same with another mysqlsh.</summary>
    public MySqlAgent.Steps.ForcePrimary ForceBy(IMySqlShell shell) => new(new AdminCalls(shell, Servers, Notes, TimeProvider.System, _options), Rounds, Servers, Eventually, Notes, _options);

    public MySqlAgent.Steps.InspectRejoin InspectRejoin => new(Rounds);

    public MySqlAgent.Steps.FenceCluster Fence => new(Rounds, Servers, Notes);

    public MySqlAgent.Steps.RebootCluster Reboot => new(Admin, Rounds, Eventually, Notes, _options);

    public MySqlAgent.Steps.RejoinCluster Rejoin => new(Admin, Rounds, Servers, Eventually, _options);

    public MySqlAgent.Steps.RejoinInstance RejoinInstance => new(Admin, Joining, Notes);

    public MySqlAgent.Steps.DiscardCluster Discard => new(Look, Servers, new LeftChannel(Servers, Admin, Eventually, _options), Notes);

    public MySqlServers Prd => _prd;

    public MySqlServers Dr => _dr;

    public MySqlAgent.Steps.DetachReplica Detach => new(Admin, Look, Servers);

    public MySqlAgent.Steps.MakeStandalone Standalone => new(Admin, Look, Servers, new LeftChannel(Servers, Admin, Eventually, _options), Wait, Notes, _options);

    public string ReplicaAddress => _dr[0].Address;

    /// <summary>Has both servers start shut, and give a silent source up, as a guard does.</summary>
    public Task StartShut(LocalCluster cluster, CancellationToken ct) => Task.WhenAll(((int[])[0, 1]).Select(ordinal =>
        Execute(cluster, ordinal, "SET PERSIST_ONLY super_read_only = ON; SET PERSIST_ONLY offline_mode = ON; SET PERSIST replica_net_timeout = 4", ct)));

    /// <summary>What a guard reads of the servers that answer.</summary>
    public async Task<IReadOnlyList<GuardRound>> GuardRounds(LocalCluster cluster, CancellationToken ct)
    {
        var rounds = new List<GuardRound>();
        foreach (var pod in (string[])[cluster.Pod(0), cluster.Pod(1)])
            try
            {
                await using var sql = await Servers.Open(cluster, pod, ct);
                rounds.Add(await GuardRound.Read(sql, pod, "mycs", ct));
            }
            catch (MySqlException)
            {
                // It restarts.
            }

        return rounds;
    }

    /// <summary>The heartbeat, in seconds, that the channel of a replica's server asks of the primary.</summary>
    public async Task<double> ChannelHeartbeat(int ordinal, CancellationToken ct) => double.Parse(
        await Ask(Replica, ordinal, "SELECT heartbeat_interval FROM performance_schema.replication_connection_configuration WHERE channel_name = 'clusterset_replication'", ct) ?? "", CultureInfo.InvariantCulture);

    /// <summary>The server_uuid of the primary's first server.</summary>
    public string PrimaryUuid { get; private set; } = "";

    public IReadOnlyList<string> PrimaryAddresses => [.. _prd.All.Select(s => s.Address)];

    public static async Task<TwoSites> Start(CancellationToken ct)
    {
        var sites = new TwoSites(await MySqlServers.Start(2, 29000, 100, ct), await MySqlServers.Start(2, 29010, 200, ct));
        await sites.Group(sites._prd, Primary, ct);
        await sites.Group(sites._dr, Replica, ct);
        return sites;
    }

    /// <summary>The set <c>mycs</c> of one cluster, and the replica's servers in no group yet.</summary>
    public static async Task<TwoSites> StartPrimary(int firstPort, CancellationToken ct)
    {
        var sites = new TwoSites(await MySqlServers.Start(2, firstPort, 100, ct), await MySqlServers.Start(2, firstPort + 10, 200, ct));
        await sites.Group(sites._prd, Primary, ct);
        await SetPassword(sites._dr, ct);
        await sites.Run(Primary, ["cluster", "createClusterSet", "mycs"], ct);
        sites.PrimaryUuid = await sites._prd[0].Scalar("SELECT @@server_uuid", ct) ?? "";
        return sites;
    }

    /// <summary>The two clusters joined to the set <c>mycs</c>, as <c>prd</c> and <c>myreplica</c>.</summary>
    public static async Task<TwoSites> StartSet(int firstPort, CancellationToken ct)
    {
        var sites = await StartPrimary(firstPort, ct);
        await sites.Run(Primary, ["clusterset", "createReplicaCluster", sites._dr[0].Address, "myreplica", "--recoveryMethod=clone", "--clusterSetReplicationHeartbeatPeriod=2"], ct);
        await sites.Run(Replica, ["cluster", "addInstance", sites._dr[1].Address, "--recoveryMethod=clone"], ct);
        return sites;
    }

    /// <summary>What the operator does with a cluster whose servers were all away.</summary>
    public Task RestoreByOperator(LocalCluster cluster, CancellationToken ct) => Run(cluster, ["dba", "rebootClusterFromCompleteOutage"], ct);

    /// <summary>The first column of the first row at a server.</summary>
    public async Task<string?> Ask(LocalCluster cluster, int ordinal, string sql, CancellationToken ct)
    {
        await using var connection = await Servers.Open(cluster, cluster.Pod(ordinal), ct);
        return await connection.Scalar(sql, ct);
    }

    public Task Execute(LocalCluster cluster, int ordinal, string sql, CancellationToken ct) => Run(cluster, ordinal, connection => connection.Execute(sql, ct), ct);

    public async ValueTask DisposeAsync()
    {
        await Guards.DisposeAsync();
        await _prd.DisposeAsync();
        await _dr.DisposeAsync();
    }

    private async Task Group(MySqlServers servers, LocalCluster cluster, CancellationToken ct)
    {
        await SetPassword(servers, ct);
        await Run(cluster, ["dba", "createCluster", cluster.Name], ct);
        await Run(cluster, ["cluster", "addInstance", servers[1].Address, "--recoveryMethod=clone"], ct);
    }

    /// <summary>Gives fresh servers the password that the sites share.</summary>
    public static async Task SetPassword(MySqlServers servers, CancellationToken ct)
    {
        foreach (var server in servers.All)
        {
            await server.Execute($"SET sql_log_bin = 0; ALTER USER CURRENT_USER() IDENTIFIED BY '{Quoted}'", ct);
            server.Password = Password;
        }
    }

    private async Task Run(LocalCluster cluster, string[] command, CancellationToken ct)
    {
        var result = await Admin.Run(cluster, cluster.Pod(0), ct, command);
        Assert.True(result.Ok, result.Message);
    }

    private async Task Run(LocalCluster cluster, int ordinal, Func<ISql, Task> work, CancellationToken ct)
    {
        await using var sql = await Servers.Open(cluster, cluster.Pod(ordinal), ct);
        await work(sql);
    }
}
