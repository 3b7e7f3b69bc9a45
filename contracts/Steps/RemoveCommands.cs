namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Lets the set go of a replica cluster, which keeps its servers, its group and its data; runs on the primary's site.</summary>
public sealed record DetachReplica : IMySqlCommand
{
    /// <summary>The cluster that is the primary now.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>The replica's name in the set.</summary>
    public required string ReplicaName { get; init; }

    /// <summary>True when a person has said that the replica can not be reached: then it is not waited for.</summary>
    public required bool Unreachable { get; init; }
}

/// <summary>Has the guard of a cluster that leaves its set enforce nothing any more. The detector has told it so already where the site was in the set until now; one that left while it was away, or never came in, is told by nobody else.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet that it has left; the guard of another one is let be.</param>
public sealed record ReleaseGuard(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Makes a cluster that has left its set, or is the last one in it, a healthy cluster of its own: no channel, no trace of the set or of the suite in its data, writable, managed by AdminAPI. Refuses the primary of a set that has other clusters.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet that it leaves.</param>
public sealed record MakeStandalone(LocalCluster Cluster, string SetName) : IStepCommand<StandaloneCluster>, IMySqlCommand
{
    /// <summary>True where the set was seen to have let the cluster go while its site was away: its own metadata does not know of that, and may still call it the primary of others.</summary>
    public bool LetGo { get; init; }
}

/// <summary>A cluster of its own.</summary>
/// <param name="Online">Servers ONLINE.</param>
/// <param name="Gtids">What it has executed: its data.</param>
public sealed record StandaloneCluster(int Online, string Gtids);

/// <summary>Takes the suite's mark from an InnoDBCluster, so that its servers are observed no more.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet that it leaves; a mark of another one stays.</param>
public sealed record StopObserving(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Deletes the probe name of a site; one that somebody else made stays.</summary>
/// <param name="Namespace">The site's MySQL namespace.</param>
public sealed record WithdrawProbeName(string Namespace) : IDnsCommand;

/// <summary>Exposes the site's DNS no longer.</summary>
public sealed record HideDns : IDnsCommand;

/// <summary>Takes the peers out of this site's mesh that the suite has put in, and its trust in their CAs; peers that others have put in stay.</summary>
/// <param name="Peers">The Cilium cluster names of the peers.</param>
public sealed record DisconnectMesh(IReadOnlyList<string> Peers) : IMeshCommand;
