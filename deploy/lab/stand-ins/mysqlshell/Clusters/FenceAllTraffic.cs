namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster fenceAllTraffic</c>: read only, closed to ordinary clients, and the group stopped; undone by a reboot of the cluster.</summary>
internal sealed class FenceAllTraffic : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var console = shell.Console;
        console.Info($"The Cluster '{access.Cluster.Name}' will be fenced from all traffic");
        console.Info();
        foreach (var member in Fencing.PrimaryFirst(access.State))
        {
            console.Info($"* Enabling super_read_only and offline_mode on '{member.Address}'...");
            await member.Execute("SET GLOBAL super_read_only = 1", ct);
            await member.Execute("SET GLOBAL offline_mode = 1", ct);
        }

        foreach (var member in Fencing.PrimaryFirst(access.State).Reverse())
        {
            console.Info($"* Stopping Group Replication on '{member.Address}'...");
            await member.Execute("STOP GROUP_REPLICATION", ct);
        }

        console.Info();
        console.Info("Cluster successfully fenced from all traffic");
        return null;
    }
}
