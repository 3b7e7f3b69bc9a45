using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset removeCluster name</c>: takes a replica cluster out of the set and, unless told otherwise, dissolves it.</summary>
internal sealed class RemoveCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dissolve", "dryRun", "force", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (console, arguments) = (shell.Console, shell.Arguments);
        var name = arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        var access = await ClusterSetAccess.Get(shell, ct);
        var primary = access.RequirePrimary();
        await primary.LockClusterSet(shell, ct);
        await access.WarnOfStoppedChannels(ct);
        var cluster = Target(access, name);
        await RequireNoRouter(cluster, primary, ct);
        console.Info($"The Cluster '{cluster.Name}' will be removed from the InnoDB ClusterSet.");
        console.Info();
        await CheckChannel(access, cluster, arguments.Flag("force"), ct);
        if (!arguments.Flag("dryRun"))
            await Remove(access, cluster, primary, ct);
        console.Info();
        console.Info($"The Cluster '{cluster.Name}' was removed from the ClusterSet.");
        console.Info();
        return null;
    }

    // As the real one does, with or without force (mysql-shell, ensure_no_router_uses_cluster).
    private static async Task RequireNoRouter(ClusterState cluster, Server primary, CancellationToken ct)
    {
        if (await primary.Number("SELECT COUNT(*) FROM mysql_innodb_cluster_metadata.routers WHERE options ->> '$.target_cluster' = @p0", ct, cluster.Record.GroupName) > 0)
            throw ShellException.Runtime($"The Cluster '{cluster.Name}' is the target of Routers");
    }

    private static ClusterState Target(ClusterSetAccess access, string name)
    {
        var console = access.Shell.Console;
        if (access.Named(name) is not { } cluster)
        {
            console.Error($"The Cluster '{name}' does not exist or does not belong to the ClusterSet.");
            throw new ShellException($"The cluster with the name '{name}' does not exist.", 51101);
        }

        if (!cluster.Record.IsPrimary)
            return cluster;
        console.Error("Cannot remove the PRIMARY Cluster of the ClusterSet.");
        throw new ShellException($"The Cluster '{cluster.Name}' is the PRIMARY Cluster of the ClusterSet.", 51608);
    }

    private static async Task CheckChannel(ClusterSetAccess access, ClusterState cluster, bool force, CancellationToken ct)
    {
        var console = access.Shell.Console;
        var status = cluster.Primary?.Server is { } server ? await ChannelStatus.Read(server, ct) : null;
        if (status is { Receiver: "ON", Applier: "ON" })
            return;
        var (code, message) = status is null ? (51133, "Replication channel does not exist") : (51132, "ClusterSet Replication Channel not in expected state");
        if (force)
        {
            console.Warning(status is null ? "Ignoring non-existing ClusterSet Replication channel because of 'force' option" : $"The ClusterSet Replication channel has an invalid state '{status.Receiver}', ignored because of 'force' option");
            return;
        }

        console.Error(status is null
            ? $"The ClusterSet Replication channel could not be found at the Cluster '{cluster.Name}'. Use the 'force' option to ignore this check."
            : $"The ClusterSet Replication channel has an invalid state '{status.Receiver}'. Use the 'force' option to ignore this check.");
        console.Error($"Error removing Replica Cluster: MYSQLSH {code}: {message}");
        console.Note("Reverting changes...");
        console.Info();
        console.Info("Changes successfully reverted.");
        throw new ShellException(message, code);
    }

    private static async Task Remove(ClusterSetAccess access, ClusterState cluster, Server primary, CancellationToken ct)
    {
        var console = access.Shell.Console;
        var running = cluster.Primary?.Server is { } member && await ReplicationChannel.IsRunning(member, ct);
        console.Info("* Waiting for the Cluster to synchronize with the PRIMARY Cluster...");
        if (running)
            await cluster.Primary!.Server!.Reaches(await primary.Executed(ct), access.Shell.Arguments.Number("timeout") ?? 0, ct);
        console.Info("* Updating topology");
        await ClusterSetWriter.Remove(primary, access.Set, cluster.Record.Id, ct);
        await MetadataWriter.RemoveCluster(primary, cluster.Record.Id, ct);
        foreach (var user in access.Metadata.InstancesOf(cluster.Record).Select(i => i.RecoveryUser).Append(cluster.Record.ReplicationUser).OfType<string>())
            await Accounts.Drop(primary, user, ct);
        if (running)
            await cluster.Primary!.Server!.Reaches(await primary.Executed(ct), 60, ct);
        console.Info("* Stopping and deleting ClusterSet managed replication channel...");
        foreach (var server in cluster.OnlineServers)
            await ReplicationChannel.Remove(server, ct);
        if (access.Shell.Arguments.Flag("dissolve", fallback: true))
            await Leave(access, cluster, ct);
    }

    private static async Task Leave(ClusterSetAccess access, ClusterState cluster, CancellationToken ct)
    {
        var console = access.Shell.Console;
        console.Info("* Dissolving the Cluster...");
        foreach (var offline in cluster.Members.Where(m => m is { IsOnline: false, Server: not null }))
            console.Note($"The instance '{offline.Address}' is OFFLINE, Group Replication stop skipped.");
        console.Info("* Reconciling internally generated GTIDs...");
        foreach (var member in cluster.Members.Where(m => m.IsOnline))
        {
            console.Info($"* Instance '{member.Address}' is attempting to leave the cluster...");
            await member.Server!.LeaveGroup(ct);
        }
    }
}
