using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster removeInstance URI</c>: a member leaves the group and the metadata.</summary>
internal sealed class RemoveInstance : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["dryRun", "force", "interactive", "password", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var (console, address) = (shell.Console, ConnectionTarget.Parse(shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0")).Address);
        var writer = await access.Writer(ct);
        await access.State.RequirePrimary().LockCluster(shell, ct);
        var member = access.State.Members.FirstOrDefault(m => m.Address == address)
            ?? throw new ShellException($"Metadata for instance {address} not found", 51104);
        if (access.State.Members.Count == 1)
            throw ShellException.Runtime($"The instance '{address}' cannot be removed from the cluster because it is the only member of the Cluster. Please use <Cluster>.dissolve() instead to remove the last instance and dissolve the Cluster.");
        if (member.Server is null && !shell.Arguments.Flag("force"))
            throw member.Failure!;
        console.Info("The instance will be removed from the InnoDB Cluster.");
        console.Info();
        await MetadataWriter.RemoveInstance(writer, member.Record.Uuid, ct);
        if (member.Record.RecoveryUser is { } user)
            await Accounts.Drop(writer, user, ct);
        if (member.Server is { } server)
        {
            console.Info($"* Instance '{address}' is attempting to leave the cluster...");
            await server.Reaches(await writer.Executed(ct), shell.Arguments.Number("timeout") ?? 60, ct);
            await server.LeaveGroup(ct);
            await ClusterSets.ReplicationChannel.Remove(server, ct);
        }

        await GroupReplication.UpdateSeeds([.. access.State.OnlineServers.Where(s => s != member.Server)], ct);
        console.Info();
        console.Info($"The instance '{address}' was successfully removed from the cluster.");
        console.Info();
        return null;
    }
}
