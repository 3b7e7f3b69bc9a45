using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset rejoinCluster name</c>: takes an invalidated cluster back, or repairs the channel of a replica.</summary>
internal sealed class RejoinCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dryRun"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var console = shell.Console;
        var name = shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        var access = await ClusterSetAccess.Get(shell, ct);
        var primary = access.RequirePrimary();
        await primary.LockClusterSet(shell, ct);
        console.Info($"Rejoining cluster '{name}' to the clusterset");
        var cluster = access.Named(name) ?? throw new ShellException($"The cluster with the name '{name}' does not exist.", 51101);
        RequireOnline(access, cluster);
        if (cluster.Record.Invalidated)
            console.Note($"Cluster '{cluster.Name}' is invalidated");
        await RequireSubset(access, cluster, primary, ct);
        if (!shell.Arguments.Flag("dryRun"))
            await Rejoin(access, cluster, primary, ct);
        console.Info();
        console.Info($"Cluster '{cluster.Name}' was rejoined to the clusterset");
        return null;
    }

    private static void RequireOnline(ClusterSetAccess access, ClusterState cluster)
    {
        if (cluster.Record.IsPrimary)
            throw new ShellException($"Cluster '{cluster.Name}' is already the PRIMARY cluster", 51317);
        if (cluster is { IsAvailable: true, Primary: not null })
            return;
        if (cluster.Availability != Availability.Offline)
            throw new ShellException($"The Cluster '{cluster.Name}' is not reachable or has no quorum.", 51618);
        access.Shell.Console.Error($"The Cluster '{cluster.Name}' is reachable but OFFLINE. Use the dba.rebootClusterFromCompleteOutage() command to restore it.");
        throw new ShellException($"The Cluster '{cluster.Name}' is reachable but OFFLINE.", 51619);
    }

    private static async Task RequireSubset(ClusterSetAccess access, ClusterState cluster, Server primary, CancellationToken ct)
    {
        var (console, member) = (access.Shell.Console, cluster.RequirePrimary());
        var executed = await member.Executed(ct);
        var errant = await primary.Subtract(executed, await primary.Executed(ct), ct);
        if (errant.Length > 0)
        {
            console.Info($"{member.Address} has the following errant transactions not present at {access.PrimaryCluster.Name}: {errant}");
            console.Error($"Cluster '{cluster.Name}' cannot be rejoined because it contains transactions that did not originate from the primary of the clusterset.");
            throw new ShellException($"Errant transactions detected at {member.Address}", 51152);
        }

        if ((await primary.Subtract(await primary.Purged(ct), executed, ct)).Length > 0)
        {
            console.Error($"Cluster '{cluster.Name}' cannot be rejoined because transactions it lacks are no longer available at the primary of the clusterset.");
            throw new ShellException("Instance provisioning required", 51153);
        }
    }

    private static async Task Rejoin(ClusterSetAccess access, ClusterState cluster, Server primary, CancellationToken ct)
    {
        var console = access.Shell.Console;
        if (cluster.Record.Invalidated)
        {
            console.Info("* Updating metadata");
            console.Info();
            await ClusterSetWriter.AddReplica(primary, access.Set, cluster.Record.Id, access.PrimaryCluster.Record.Id, "REJOIN_CLUSTER", ct);
            console.Info("* Rejoining cluster");
        }
        else
        {
            console.Info("* Refreshing replication settings");
        }

        var user = cluster.Record.ReplicationUser ?? Accounts.Replication(cluster.RequirePrimary());
        var password = await Accounts.ResetPassword(primary, user, ct);
        await Promotion.Demote(cluster, ct);
        await Promotion.Repoint(access.Shell, cluster, access.PrimaryCluster, user, password, start: true, ct);
    }
}
