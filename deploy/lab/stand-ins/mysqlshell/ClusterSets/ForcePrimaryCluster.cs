using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset forcePrimaryCluster name</c>: a failover; what the dead primary did not send, and what was received and not applied, is lost.</summary>
internal sealed class ForcePrimaryCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dryRun", "invalidateReplicaClusters", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (console, arguments) = (shell.Console, shell.Arguments);
        var name = arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        var (invalidate, dry) = (arguments.List("invalidateReplicaClusters"), arguments.Flag("dryRun"));
        var access = await ClusterSetAccess.Get(shell, ct);
        console.Info($"Failing-over primary cluster of the clusterset to '{name}'");
        console.Info("* Verifying primary cluster status");
        RequireDeadPrimary(access);
        console.Info($"None of the instances of the PRIMARY cluster '{access.PrimaryCluster.Name}' could be reached.");
        console.Info("* Verifying clusterset status");
        var target = access.Named(name) ?? throw new ShellException($"The cluster with the name '{name}' does not exist.", 51101);
        if (target.Record.Invalidated)
            throw new ShellException($"Cluster '{target.Name}' was invalidated and must be rejoined or removed from the ClusterSet", 51121);
        var lost = ClusterSetChecks.Verify(access, target, invalidate, access.Replicas);
        var promoted = target.RequirePrimary();
        await promoted.LockClusterSet(shell, ct);
        console.Info("** Waiting for instances to apply pending received transactions...");
        await AwaitGroupApplier(promoted, arguments.Number("timeout") ?? 0, ct);
        console.Info("** Checking whether target cluster has the most recent GTID set");
        await RequireMostRecent(access, target, promoted, lost, ct);
        console.Info($"* Promoting cluster '{target.Name}'");
        if (!dry)
            await Promotion.Promote(target, ct);
        console.Info("* Updating metadata");
        console.Info();
        if (!dry)
            await Record(access, target, promoted, lost, ct);
        Announce(access, target, promoted, dry);
        return null;
    }

    private static void RequireDeadPrimary(ClusterSetAccess access)
    {
        var (primary, console) = (access.PrimaryCluster, access.Shell.Console);
        switch (primary)
        {
            case { IsAvailable: true }:
                console.Error($"The PRIMARY cluster '{primary.Name}' is still available and has quorum.");
                throw new ShellException($"PRIMARY cluster '{primary.Name}' is still available", 51615);
            case { Availability: Availability.NoQuorum }:
                console.Error($"The PRIMARY cluster '{primary.Name}' has reachable members that can be used to restore it using the cluster.forceQuorumUsingPartitionOf() command.");
                throw new ShellException($"PRIMARY cluster '{primary.Name}' is in state NO_QUORUM but can still be restored", 51614);
            case { Source: not null }:
                console.Error($"The PRIMARY cluster '{primary.Name}' has reachable members that can be used to restore it using the dba.rebootClusterFromCompleteOutage() command.");
                throw new ShellException($"PRIMARY cluster '{primary.Name}' is in state OFFLINE but can still be restored", 51614);
        }
    }

    // Only the group's own applier is waited for, as the real one does (transcript 232).
    private static async Task AwaitGroupApplier(Server promoted, int timeout, CancellationToken ct)
    {
        var received = await promoted.Text("SELECT received_transaction_set FROM performance_schema.replication_connection_status WHERE channel_name = 'group_replication_applier'", ct);
        if (received is { Length: > 0 } && !await promoted.Reaches(received, timeout, ct))
            throw new ShellException($"Timeout waiting for replica {promoted.Address} to apply received transactions", 51157);
    }

    private static async Task RequireMostRecent(ClusterSetAccess access, ClusterState target, Server promoted, IReadOnlyCollection<ClusterState> lost, CancellationToken ct)
    {
        var own = await promoted.Executed(ct);
        foreach (var other in access.Replicas.Except(lost).Where(cluster => cluster != target))
        {
            if ((await promoted.Subtract(await other.RequirePrimary().Executed(ct), own, ct)).Length > 0)
                throw new ShellException($"Target cluster is behind other candidates: '{other.Name}' has more transactions", 51311);
        }
    }

    private static async Task Record(ClusterSetAccess access, ClusterState target, Server promoted, IReadOnlyCollection<ClusterState> lost, CancellationToken ct)
    {
        await ClusterSetWriter.SetPrimary(promoted, access.Set, target.Record.Id, [access.PrimaryCluster.Record.Id, .. lost.Select(c => c.Record.Id)], failover: true, ct);
        foreach (var replica in access.Replicas.Except(lost).Where(cluster => cluster != target))
        {
            var (user, password) = await ReplicationChannel.Login(replica.RequirePrimary(), ct);
            await Promotion.Repoint(access.Shell, replica, target, user, password, start: true, ct);
        }
    }

    private static void Announce(ClusterSetAccess access, ClusterState target, Server promoted, bool dry)
    {
        var (console, old) = (access.Shell.Console, access.PrimaryCluster.Name);
        console.Info($"PRIMARY cluster failed-over to '{target.Name}'. The PRIMARY instance is '{promoted.Address}'");
        console.Info($"Former PRIMARY cluster '{old}' was INVALIDATED, transactions that were not yet replicated may be lost.");
        console.Info(
            $"In case of network partitions and similar, the former PRIMARY Cluster '{old}' may still be online and a split-brain can happen. To avoid it, use <Cluster>.fenceAllTraffic() to fence the Cluster from all application traffic, or <Cluster>.fenceWrites() to fence it from write traffic only.");
        console.Info();
        if (dry)
        {
            console.Info("dryRun finished.");
            console.Info();
        }
    }
}
