namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster unfenceWrites</c>: the primary of the primary cluster is writable again.</summary>
internal sealed class UnfenceWrites : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = Fencing.RequireSet(await ClusterAccess.Get(shell, ct));
        var console = shell.Console;
        console.Info($"The Cluster '{access.Cluster.Name}' will be unfenced from write traffic");
        console.Info();
        if (!access.State.IsFenced)
            throw new ShellException("Cluster not fenced to write traffic", 51617);
        var primary = access.State.RequirePrimary();
        console.Info("* Enabling automatic super_read_only management on the Cluster...");
        await primary.ManageReadOnly(true, ct);
        console.Info($"* Disabling super_read_only on the primary '{primary.Address}'...");
        await primary.Execute("SET GLOBAL super_read_only = 0", ct);
        await primary.Execute("SET GLOBAL read_only = 0", ct);
        console.Info();
        console.Info("Cluster successfully unfenced from write traffic");
        return null;
    }
}
