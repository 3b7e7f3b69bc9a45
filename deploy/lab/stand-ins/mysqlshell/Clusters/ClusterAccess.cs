using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>The cluster that a session belongs to, with its state and, in a set, the primary of all.</summary>
internal sealed record ClusterAccess(ShellContext Shell, Snapshot Metadata, ClusterState State)
{
    public ClusterRecord Cluster => State.Record;

    public bool InSet => Cluster.SetId is not null;

    public bool IsReplica => InSet && !Cluster.IsPrimary;

    public static async Task<ClusterAccess> Get(ShellContext shell, CancellationToken ct, bool repair = false)
    {
        var metadata = await RequireMetadata(shell, ct);
        var cluster = metadata.ThisCluster!;
        if (await shell.Session.OwnState(ct) is not ("ONLINE" or "RECOVERING"))
            throw Offline(cluster);
        var access = new ClusterAccess(shell, metadata, await ClusterState.Probe(shell, metadata, cluster, ct));
        access.WarnOfLostQuorum(repair);
        return access;
    }

    public static async Task<Snapshot> RequireMetadata(ShellContext shell, CancellationToken ct)
    {
        if (await shell.Session.ReadMetadata(ct) is not { } metadata)
        {
            shell.Console.Error("Command not available on an unmanaged standalone instance.");
            throw new ShellException("Metadata Schema not found.", 51113);
        }

        if (metadata.ThisCluster is null)
            throw new ShellException("This function is not available through a session to a standalone instance (metadata exists, instance does not belong to that metadata)", 51300);
        return metadata;
    }

    public static ShellException Offline(ClusterRecord cluster) => new(
        cluster.SetId is null
            ? "This function is not available through a session to a standalone instance (metadata exists, instance belongs to that metadata, but GR is not active)"
            : "This function is not available through a session to an InnoDB Cluster that belongs to an InnoDB ClusterSet but is not ONLINE",
        51314);

    /// <summary>Where the metadata can be changed: the primary of the cluster, or of the set's primary cluster.</summary>
    public async Task<Server> Writer(CancellationToken ct)
    {
        if (!IsReplica)
            return State.RequirePrimary();
        if (Metadata.PrimaryCluster is not { } primaryCluster)
            throw new ShellException($"Cluster '{Cluster.Name}' was invalidated and must be removed from the ClusterSet.", 51316);
        var primary = await ClusterState.Probe(Shell, Metadata, primaryCluster, ct);
        return primary.Primary?.Server ?? throw ShellException.Runtime(
            "The InnoDB Cluster is part of an InnoDB ClusterSet and its PRIMARY instance isn't available. Operation is not possible when in that state: Could not connect to any ONLINE member of Primary Cluster.");
    }

    private void WarnOfLostQuorum(bool repair)
    {
        if (State.Availability != Availability.NoQuorum)
            return;
        Shell.Console.Warning("Cluster has no quorum and cannot process write transactions: Group has no quorum");
        Shell.Console.Info("Retrying getCluster() using a secondary member");
        if (InSet && Cluster.IsPrimary)
        {
            Shell.Console.Warning("The PRIMARY Cluster lost the quorum, topology changes will not be allowed");
            Shell.Console.Note("To restore the Cluster and ClusterSet operations, restore the quorum on the PRIMARY Cluster using forceQuorumUsingPartitionOf()");
        }

        if (!repair && !InSet)
            throw new ShellException("There is no quorum to perform the operation", 51011);
    }
}
