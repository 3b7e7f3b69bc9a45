using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.ClusterSets;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary><c>dba rebootClusterFromCompleteOutage</c>: starts the group again from the member that has most; an invalidated cluster gets its seed only and stays read only.</summary>
internal sealed class RebootCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dryRun", "force", "ipAllowlist", "localAddress", "paxosSingleLeader", "primary", "switchCommunicationStack", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var console = shell.Console;
        var own = await ClusterAccess.RequireMetadata(shell, ct);
        var cluster = own.ThisCluster!;
        if (shell.Arguments.Positional(0) is { } name && !string.Equals(name, cluster.Name, StringComparison.OrdinalIgnoreCase))
            throw new ShellException($"The cluster with the name '{name}' does not exist.", 51101);
        var state = await ClusterState.Probe(shell, own, cluster, ct);
        if (!state.Members.Any(member => member.IsActive))
            console.Info($"No PRIMARY member found for cluster '{cluster.Name}'");
        var (invalidated, replica) = cluster.SetId is null ? (false, false) : await RoleInSet(shell, cluster, ct);
        if (invalidated)
            console.Warning($"Cluster '{cluster.Name}' was INVALIDATED and must be removed from the ClusterSet.");
        console.Info($"Restoring the Cluster '{cluster.Name}' from complete outage...");
        console.Info();
        console.Info($"Cluster instances: {string.Join(", ", state.Members.Select(m => $"'{m.Address}' ({(m.Server is null ? "UNREACHABLE" : m.OwnState)})"))}");
        if (state.Members.Any(member => member.IsActive))
            throw ShellException.Runtime("The Cluster is ONLINE");
        if (state.Members.Any(member => member.Server is null) && !shell.Arguments.Flag("force"))
            throw ShellException.Runtime("Unable to reboot the cluster: some of its members are not reachable. Use the 'force' option to go on without them.");
        await Restart(shell, own, state, invalidated, replica, ct);
        console.Info("The Cluster was successfully rebooted.");
        console.Info();
        return new Handle("Cluster", cluster.Name);
    }

    private static async Task Restart(ShellContext shell, Snapshot metadata, ClusterState state, bool invalidated, bool replica, CancellationToken ct)
    {
        var console = shell.Console;
        console.Info("Waiting for instances to apply pending received transactions...");
        var servers = state.Members.Select(member => member.Server).OfType<Server>().ToList();
        var seed = await MostRecent(servers, shell.Session, ct);
        if (seed != shell.Session)
            console.Info($"Switching over to instance '{seed.Address}' (which has the highest GTID set), to be used as seed.");
        foreach (var server in servers)
            await StopRetrying(shell, server, server == seed, ct);
        await InstanceChecks.Validate(shell, seed, ct);
        console.Info("* Waiting for seed instance to become ONLINE...");
        await seed.Execute("SET GLOBAL offline_mode = 0", ct);
        await seed.ManageReadOnly(!invalidated && !replica, ct);
        if (invalidated)
            await ReplicationChannel.Remove(seed, ct);
        await seed.Bootstrap(ct);
        console.Info($"{seed.Address} was restored.");
        if (invalidated)
        {
            console.Info("Skipping rejoining remaining instances because the Cluster belongs to a ClusterSet and is INVALIDATED. Please add or remove the instances after the Cluster is rejoined to the ClusterSet.");
            return;
        }

        foreach (var server in servers.Where(server => server != seed))
        {
            console.Info($"Rejoining '{server.Address}' to the cluster.");
            await server.Execute("SET GLOBAL offline_mode = 0", ct);
            await server.Execute("START GROUP_REPLICATION", ct);
            console.Info($"{server.Address} was restored.");
        }

        if (replica && await ReplicationChannel.Exists(seed, ct) && !await ReplicationChannel.IsRunning(seed, ct))
            await ReplicationChannel.Start(seed, ct);
    }

    // A start at boot that found no group goes on for about a minute; bootstrapping waits for its end.
    private static async Task StopRetrying(ShellContext shell, Server server, bool announce, CancellationToken ct)
    {
        var trying = await server.Is("SELECT COUNT(*) FROM performance_schema.threads WHERE name LIKE 'thread/group_rpl/THD%init%' OR name LIKE 'thread/group_rpl/THD_autorejoin'", ct);
        if (trying && announce)
        {
            shell.Console.Note($"The instance '{server.Address}' is running auto-rejoin process, which will be cancelled.");
            shell.Console.Info();
            shell.Console.Note($"Cancelling active GR auto-initialization at {server.Address}");
        }

        if (announce || trying)
            await server.Execute("STOP GROUP_REPLICATION", ct);
    }

    private static async Task<Server> MostRecent(List<Server> servers, Server preferred, CancellationToken ct)
    {
        var best = preferred;
        foreach (var server in servers)
        {
            if ((await best.Subtract(await server.Executed(ct), await best.Executed(ct), ct)).Length > 0)
                best = server;
        }

        return best;
    }

    private static async Task<(bool Invalidated, bool Replica)> RoleInSet(ShellContext shell, ClusterRecord cluster, CancellationToken ct)
    {
        var access = await ClusterSetAccess.Look(shell, ct);
        var now = access.Clusters.FirstOrDefault(c => c.Record.Id == cluster.Id)?.Record;
        return (now is null or { Invalidated: true }, now is { IsPrimary: false });
    }
}
