using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Dba;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster addInstance URI</c>: provisions a server and makes it a member.</summary>
internal sealed class AddInstance : IOperation
{
    public IReadOnlyCollection<string> Options { get; } =
    [
        "autoRejoinTries", "certSubject", "cloneDonor", "consistency", "exitStateAction", "expelTimeout", "ipAllowlist", "label", "localAddress", "memberWeight", "recoveryMethod",
        "recoveryProgress", "waitRecovery",
    ];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var console = shell.Console;
        var primary = access.State.RequirePrimary();
        var writer = await access.Writer(ct);
        await primary.LockCluster(shell, ct);
        var target = await shell.Open(ConnectionTarget.Parse(shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0")), ct);
        await RequireNew(access, target, ct);
        await target.LockInstance(shell, ct);
        console.Info();
        var clone = await Provisioning.Choose(shell, target, primary, "cluster", ct);
        await InstanceChecks.Validate(shell, target, ct);
        InstanceChecks.AnnounceGroupAddress(shell, target);
        console.Info("A new instance will be added to the InnoDB Cluster. Depending on the amount of\ndata on the cluster this might take from a few seconds to several hours.");
        console.Info();
        console.Info("Adding instance to the cluster...");
        console.Info();

        var user = Accounts.Recovery(target);
        var password = await Accounts.CreateRecovery(writer, user, ct);
        if (access.IsReplica)
        {
            console.Info("* Waiting for the Cluster to synchronize with the PRIMARY Cluster...");
            console.Info();
            console.Info();
            await primary.Reaches(await writer.Executed(ct), 0, ct);
        }

        var joined = await JoinGroup.Join(access, target, user, password, clone, GroupOptions.From(shell.Arguments), ct);
        await MetadataWriter.AddInstance(writer, access.Cluster.Id, joined, user, ct);
        await GroupReplication.UpdateSeeds([.. access.State.OnlineServers, joined], ct);
        await primary.Reaches(await writer.Executed(ct), 60, ct);
        console.Info($"The instance '{joined.Address}' was successfully added to the cluster.");
        console.Info();
        return null;
    }

    private static async Task RequireNew(ClusterAccess access, Server target, CancellationToken ct)
    {
        if (access.State.Members.Any(member => member.Record.Uuid == target.Uuid))
            throw ShellException.Runtime($"The instance '{target.Address}' is already part of this InnoDB Cluster");
        if (access.Metadata.Instances.Any(i => i.Uuid == target.Uuid) || await target.OwnState(ct) != "OFFLINE")
            throw ShellException.Runtime($"The instance '{target.Address}' is already part of another InnoDB Cluster");
        if (access.Metadata.Instances.FirstOrDefault(i => i.ServerId == target.Id) is { } twin)
            throw new ShellException($"The server_id '{target.Id}' is already used by instance '{twin.Address}'.", 51606);
    }
}
