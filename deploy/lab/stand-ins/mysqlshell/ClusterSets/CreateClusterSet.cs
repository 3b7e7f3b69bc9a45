using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>cluster createClusterSet name</c>: the session's cluster becomes the primary cluster of a new set.</summary>
internal sealed class CreateClusterSet : IOperation
{
    public IReadOnlyCollection<string> Options { get; } =
        ["certIssuer", "clusterSetReplicationSslMode", "dryRun", "memberAuthType", "replicationAllowedHost"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var name = shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        if (access.InSet)
            throw new ShellException("This function is not available through a session to an InnoDB Cluster that belongs to an InnoDB ClusterSet", 51601);
        var primary = access.State.RequirePrimary();
        await primary.LockCluster(shell, ct);
        var (console, dry) = (shell.Console, shell.Arguments.Flag("dryRun"));
        console.Info($"A new ClusterSet will be created based on the Cluster '{access.Cluster.Name}'.\n");
        console.Info($"* Validating Cluster '{access.Cluster.Name}' for ClusterSet compliance.\n");
        if (dry)
            console.Note("dryRun option was specified. Validations will be executed, but no changes will be applied.");
        console.Info($"* Creating InnoDB ClusterSet '{name}' on '{access.Cluster.Name}'...\n");
        console.Info("* Updating metadata...");
        if (dry)
        {
            console.Info("dryRun finished.");
            console.Info();
            return null;
        }

        await Create(access, primary, name, ct);
        console.Info();
        console.Info("ClusterSet successfully created. Use ClusterSet.createReplicaCluster() to add Replica Clusters to it.");
        console.Info();
        return new Handle("ClusterSet", name);
    }

    private static async Task Create(ClusterAccess access, Server primary, string name, CancellationToken ct)
    {
        var user = Accounts.Replication(primary);
        await Accounts.CreateReplication(primary, user, ct); // for the day when this cluster becomes a replica
        await MetadataWriter.SetReplicationUser(primary, access.Cluster.Id, user, ct);
        await ClusterSetWriter.Create(primary, name, access.Cluster.Id, ct);
        foreach (var member in access.State.OnlineServers)
            await member.Execute("SET PERSIST_ONLY skip_replica_start = 'ON'", ct);
    }
}
