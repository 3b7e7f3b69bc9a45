namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster fenceWrites</c>: every member read only, whichever becomes primary.</summary>
internal sealed class FenceWrites : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = Fencing.RequireSet(await ClusterAccess.Get(shell, ct));
        if (access.State.IsFenced)
            throw ShellException.Runtime("Unable to perform the operation on an InnoDB Cluster with status FENCED_WRITES");
        var console = shell.Console;
        console.Info($"The Cluster '{access.Cluster.Name}' will be fenced from write traffic");
        console.Info();
        console.Info("* Disabling automatic super_read_only management on the Cluster...");
        await access.State.RequirePrimary().ManageReadOnly(false, ct);
        foreach (var member in Fencing.PrimaryFirst(access.State))
            await Fencing.Enable(shell, member, ct);
        console.Info();
        if (access.Cluster.IsPrimary)
        {
            console.Note(
                $"Applications will now be blocked from performing writes on Cluster '{access.Cluster.Name}'. Use <Cluster>.unfenceWrites() to resume writes if you're certain a split-brain is not in effect.");
        }

        console.Info();
        console.Info("Cluster successfully fenced from write traffic");
        return null;
    }
}
