using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The set that a session belongs to, by the newest metadata found on any of its clusters, and the state of all clusters.</summary>
internal sealed record ClusterSetAccess(ShellContext Shell, Snapshot Metadata, IReadOnlyList<ClusterState> Clusters)
{
    public ClusterSetRecord Set => Metadata.Set!;

    public ClusterState PrimaryCluster => Clusters.First(cluster => cluster.Record.IsPrimary);

    public IEnumerable<ClusterState> Replicas => Clusters.Where(cluster => cluster.Record is { IsPrimary: false, Invalidated: false });

    public static async Task<ClusterSetAccess> Get(ShellContext shell, CancellationToken ct, bool offlineAllowed = false)
    {
        var own = await ClusterAccess.RequireMetadata(shell, ct);
        if (own.Set is null || own.ThisCluster!.SetId is null)
            throw new ShellException($"No metadata found for the ClusterSet that {shell.Session.Address} belongs to.", 51101);
        if (await shell.Session.OwnState(ct) is not ("ONLINE" or "RECOVERING"))
        {
            if (!offlineAllowed)
                throw ClusterAccess.Offline(own.ThisCluster);
            shell.Console.Info($"No PRIMARY member found for cluster '{own.ThisCluster.Name}'");
        }

        var access = await Look(shell, ct);
        access.CheckPrimary();
        return access;
    }

    /// <summary>The newest metadata and the state of all clusters, however bad it is.</summary>
    public static async Task<ClusterSetAccess> Look(ShellContext shell, CancellationToken ct) =>
        await (await Probe(shell, await ClusterAccess.RequireMetadata(shell, ct), ct)).Newest(ct);

    /// <summary>The global primary, where everything of the set is changed.</summary>
    public Server RequirePrimary() => PrimaryCluster.Primary?.Server ?? throw ShellException.Runtime(
        "The InnoDB Cluster is part of an InnoDB ClusterSet and its PRIMARY instance isn't available. Operation is not possible when in that state: Could not connect to any ONLINE member of Primary Cluster.");

    public ClusterState? Named(string name) => Clusters.FirstOrDefault(cluster => string.Equals(cluster.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Says which replicas do not replicate; status and removal begin with it.</summary>
    public async Task WarnOfStoppedChannels(CancellationToken ct)
    {
        foreach (var replica in Replicas.Where(replica => replica.IsAvailable))
        {
            if (await ChannelStatus.Of(replica, PrimaryCluster, ct) is not ("STOPPED" or "ERROR" or "MISCONFIGURED" or "MISSING"))
                continue;
            Shell.Console.Warning($"The Cluster's Replication Channel is misconfigured or stopped, topology changes will not be allowed on the InnoDB Cluster '{replica.Name}'");
            Shell.Console.Note(
                "To restore the Cluster and ClusterSet operations, the Replication Channel must be fixed using rejoinCluster(). If there are invalid options, those must be corrected using setOption() before.");
        }
    }

    private static async Task<ClusterSetAccess> Probe(ShellContext shell, Snapshot metadata, CancellationToken ct) =>
        new(shell, metadata, await Task.WhenAll(metadata.OfSet.OrderBy(c => c.Name, StringComparer.Ordinal).Select(cluster => ClusterState.Probe(shell, metadata, cluster, ct))));

    // Members that were down during a failover know nothing of it: the highest view counts.
    private async Task<ClusterSetAccess> Newest(CancellationToken ct)
    {
        var newest = Metadata;
        foreach (var server in Clusters.Select(cluster => (cluster.Primary ?? cluster.Source)?.Server).OfType<Server>())
        {
            if (await server.ReadMetadata(ct) is { Set: { } set } other && set.Id == Set.Id && set.ViewId > newest.Set!.ViewId)
                newest = other with { ThisClusterId = Metadata.ThisClusterId };
        }

        return newest == Metadata ? this : await Probe(Shell, newest, ct);
    }

    private void CheckPrimary()
    {
        var primary = PrimaryCluster;
        if (primary.Availability == Availability.NoQuorum)
        {
            Shell.Console.Warning("The PRIMARY Cluster lost the quorum, topology changes will not be allowed");
            Shell.Console.Note("To restore the Cluster and ClusterSet operations, restore the quorum on the PRIMARY Cluster using forceQuorumUsingPartitionOf()");
        }
        else if (primary.IsAvailable && primary.PrimaryMember is null)
        {
            Shell.Console.Info($"No PRIMARY member found for cluster '{primary.Name}'");
            throw new ShellException($"Could not connect to PRIMARY of Primary Cluster '{primary.Name}'", 51603);
        }
        else if (primary.IsAvailable && primary.Primary is null)
        {
            Shell.Console.Error($"A connection to the PRIMARY instance at {primary.PrimaryMember!.Address} could not be established to perform this action.");
            var gone = primary.Members.FirstOrDefault(member => member.Record.Uuid == primary.PrimaryMember.Uuid)?.Failure;
            throw gone as ShellException ?? new ShellException($"Could not connect to PRIMARY of Primary Cluster '{primary.Name}'", 51603);
        }
    }
}
