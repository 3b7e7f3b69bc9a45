using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>What fencing and unfencing have in common.</summary>
internal static class Fencing
{
    public static ClusterAccess RequireSet(ClusterAccess access) =>
        access.InSet ? access : throw new ShellException("This function is not available through a session to an InnoDB Cluster that does not belong to an InnoDB ClusterSet", 51316);

    public static async Task Enable(ShellContext shell, Server member, CancellationToken ct)
    {
        if (await member.Is("SELECT @@GLOBAL.super_read_only", ct) && member == shell.Session)
            return;
        shell.Console.Info($"* Enabling super_read_only on '{member.Address}'...");
        await member.Execute("SET GLOBAL super_read_only = 1", ct);
    }

    /// <summary>The primary first: its clients are the ones that write.</summary>
    public static IEnumerable<Server> PrimaryFirst(ClusterState cluster)
    {
        var primary = cluster.RequirePrimary();
        return cluster.OnlineServers.Where(member => member != primary).Prepend(primary);
    }
}
