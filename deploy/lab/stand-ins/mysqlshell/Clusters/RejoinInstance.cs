using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Dba;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster rejoinInstance URI</c>: brings a registered member back that is not in the group.</summary>
internal sealed class RejoinInstance : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["cloneDonor", "dryRun", "ipAllowlist", "localAddress", "recoveryMethod", "recoveryProgress", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var console = shell.Console;
        var primary = access.State.RequirePrimary();
        var writer = await access.Writer(ct);
        await primary.LockCluster(shell, ct);
        var target = await shell.Open(ConnectionTarget.Parse(shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0")), ct);
        var member = access.State.Members.FirstOrDefault(m => m.Record.Uuid == target.Uuid)
            ?? throw ShellException.Runtime($"The instance '{target.Address}' does not belong to the Cluster '{access.Cluster.Name}'.");
        if (member.IsOnline)
        {
            console.Note($"{target.Address} is already an active (ONLINE) member of cluster '{access.Cluster.Name}'.");
            return null;
        }

        await target.LockInstance(shell, ct);
        var clone = await Provisioning.Choose(shell, target, primary, "cluster", ct);
        await InstanceChecks.Validate(shell, target, ct);
        console.Info($"Rejoining instance '{target.Address}' to cluster '{access.Cluster.Name}'...");
        console.Info();
        var user = member.Record.RecoveryUser ?? Accounts.Recovery(target);
        var password = await Recreate(shell, writer, primary, user, ct);
        if (access.InSet)
        {
            console.Info("* Waiting for the Cluster to synchronize with the PRIMARY Cluster...");
            console.Info();
            console.Info();
            await primary.Reaches(await writer.Executed(ct), 0, ct);
        }

        await target.Execute("STOP GROUP_REPLICATION", ct); // also ends a start that is still trying
        var joined = await JoinGroup.Join(access, target, user, password, clone, new GroupOptions(), ct);
        await GroupReplication.UpdateSeeds([.. access.State.OnlineServers, joined], ct);
        console.Info($"The instance '{joined.Address}' was successfully rejoined to the cluster.");
        console.Info();
        return null;
    }

    private static async Task<string> Recreate(ShellContext shell, Server writer, Server primary, string user, CancellationToken ct)
    {
        shell.Console.Info("Re-creating recovery account...");
        if ((await Accounts.Internal(writer, ct)).Contains(user))
            shell.Console.Note($"User '{user}'@'%' already existed at instance '{primary.Address}'. It will be deleted and created again with a new password.");
        shell.Console.Info();
        return await Accounts.CreateRecovery(writer, user, ct);
    }
}
