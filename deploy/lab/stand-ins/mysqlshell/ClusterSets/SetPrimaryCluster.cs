using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset setPrimaryCluster name</c>: a switchover; nothing is lost, or nothing is changed.</summary>
internal sealed class SetPrimaryCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dryRun", "invalidateReplicaClusters", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (console, arguments) = (shell.Console, shell.Arguments);
        var name = arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        var invalidate = arguments.List("invalidateReplicaClusters");
        var access = await ClusterSetAccess.Get(shell, ct);
        var primary = access.RequirePrimary();
        await primary.LockClusterSet(shell, ct);
        console.Info($"Switching the primary cluster of the clusterset to '{name}'");
        var dry = arguments.Flag("dryRun");
        if (dry)
            console.Note("dryRun enabled, no changes will be made");
        var target = Target(access, name);
        console.Info("* Verifying clusterset status");
        var lost = ClusterSetChecks.Verify(access, target, invalidate, access.Clusters.OrderBy(c => c.Record.IsPrimary ? 0 : 1));
        console.Info();
        var promoted = target.RequirePrimary();
        console.Info("** Waiting for the promoted cluster to apply pending received transactions...");
        await AwaitQueue(promoted, arguments.Number("timeout") ?? 0, ct);
        await new Switchover(access, target, primary, promoted, lost, arguments.Number("timeout") ?? 0, dry).Run(ct);
        console.Info($"Cluster '{target.Name}' was promoted to PRIMARY of the clusterset. The PRIMARY instance is '{promoted.Address}'");
        console.Info();
        if (dry)
        {
            console.Info("dryRun finished.");
            console.Info();
        }

        return null;
    }

    private static ClusterState Target(ClusterSetAccess access, string name)
    {
        if (access.Named(name) is not { } target)
        {
            access.Shell.Console.Error($"Cluster '{name}' cannot be promoted: MYSQLSH 51101: The cluster with the name '{name}' does not exist.");
            throw new ShellException($"The cluster with the name '{name}' does not exist.", 51101);
        }

        if (target.Record.Invalidated)
            throw new ShellException($"Cluster '{target.Name}' was invalidated and must be rejoined or removed from the ClusterSet", 51121);
        return target.Record.IsPrimary ? throw new ShellException($"Cluster '{target.Name}' is already the PRIMARY cluster", 51317) : target;
    }

    private static async Task AwaitQueue(Server promoted, int timeout, CancellationToken ct)
    {
        var queued = await promoted.Text("SELECT received_transaction_set FROM performance_schema.replication_connection_status WHERE channel_name = 'group_replication_applier'", ct);
        if (queued is { Length: > 0 })
            await promoted.Reaches(queued, timeout, ct);
    }
}
