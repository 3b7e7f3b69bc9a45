using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster dissolve</c>: drops the metadata and the internal accounts, and every member leaves the group; data stays.</summary>
internal sealed class Dissolve : IOperation
{
    private const string Warning =
        "You are about to dissolve the whole cluster and lose the high availability features provided by it. This operation cannot be reverted. All members will be removed from the cluster and replication will be stopped, internal recovery user accounts and the cluster metadata will be dropped. User data will be maintained intact in all instances.";

    public IReadOnlyCollection<string> Options { get; } = ["force", "interactive", "timeout"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        if (access.InSet && access.Metadata.OfSet.Count() > 1)
            throw ShellException.Runtime($"Cluster '{access.Cluster.Name}' cannot be dissolved because it is part of a ClusterSet with other Clusters.");
        var primary = access.State.RequirePrimary();
        await primary.LockCluster(shell, ct);
        if (!shell.NoWizard && !shell.Arguments.Flag("force"))
            await Confirm(shell, access, ct);
        var unreachable = access.State.Members.FirstOrDefault(member => !member.IsOnline);
        if (unreachable is not null && !shell.Arguments.Flag("force"))
            throw ShellException.Runtime($"The instance '{unreachable.Address}' cannot be removed because it is on a '(MISSING)' state. Please bring the instance back ONLINE and try to dissolve the cluster again.");

        IReadOnlyList<MemberProbe> members = [.. access.State.Members.Where(member => member.IsOnline)];
        foreach (var member in members)
            await AwaitApplied(shell, member, primary, ct);
        shell.Console.Info("* Dissolving the Cluster...");
        await RemoveMetadata(primary, ct);
        foreach (var member in members)
        {
            await AwaitApplied(shell, member, primary, ct);
            shell.Console.Info($"* Instance '{member.Address}' is attempting to leave the cluster...");
            await member.Server!.LeaveGroup(ct);
        }

        shell.Console.Info();
        shell.Console.Info("The cluster was successfully dissolved.\nReplication was disabled but user data was left intact.");
        shell.Console.Info();
        return null;
    }

    public static async Task RemoveMetadata(Server primary, CancellationToken ct)
    {
        await MetadataSchema.Drop(primary, ct);
        foreach (var user in await Accounts.Internal(primary, ct))
            await Accounts.Drop(primary, user, ct);
    }

    private static async Task AwaitApplied(ShellContext shell, MemberProbe member, Server primary, CancellationToken ct)
    {
        shell.Console.Info($"* Waiting for instance '{member.Address}' to apply received transactions...");
        shell.Console.Info();
        shell.Console.Info();
        await member.Server!.Reaches(await primary.Executed(ct), shell.Arguments.Number("timeout") ?? 0, ct);
    }

    private static async Task Confirm(ShellContext shell, ClusterAccess access, CancellationToken ct)
    {
        shell.Console.Info("The cluster has the following registered instances:");
        shell.Console.Info(JsonText.Text(ClusterDescribe.Write(access.Metadata, access.Cluster)));
        shell.Console.Warning(Warning);
        shell.Console.Info();
        shell.Console.Progress("Are you sure you want to dissolve the cluster? [y/N]: ");
        if (await shell.Input.ReadLineAsync(ct) is not { } answer)
            await Task.Delay(Timeout.Infinite, ct); // the real one asks for ever at the end of its input (transcript 055)
        else if (!answer.StartsWith('y') && !answer.StartsWith('Y'))
            throw ShellException.Runtime("Operation canceled by user.");
    }
}
