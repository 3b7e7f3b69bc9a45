namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Asks the set's primary what it thinks of a cluster that is to come back; refuses when that cluster is the primary itself.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">The name in the set of the cluster that is to come back.</param>
/// <param name="MayHaveLeft">Whether it may have left the set already, by an attempt that was not ended.</param>
public sealed record InspectRejoin(LocalCluster Cluster, string SetName, string Name, bool MayHaveLeft = false) : IMySqlCommand;

/// <summary>Makes every server of a cluster read-only that is not the primary's; what comes back starts fenced.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record FenceCluster(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Starts a group again that is OFFLINE on all its servers; an invalidated cluster gets one server only, read-only.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">Its name in the set.</param>
public sealed record RebootCluster(LocalCluster Cluster, string SetName, string Name) : IStepCommand<Rebooted>, IMySqlCommand;

/// <summary>A group that runs.</summary>
/// <param name="Executed">What its primary has executed.</param>
public sealed record Rebooted(string Executed);

/// <summary>Takes a cluster back into the set, or repairs its channel; runs on the primary's site. Refuses a cluster with transactions of its own.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">The name in the set of the cluster that comes back.</param>
/// <param name="Executed">What that cluster has executed.</param>
public sealed record RejoinCluster(LocalCluster Cluster, string SetName, string Name, string Executed) : IMySqlCommand;

/// <summary>Brings one registered server back into its cluster's group.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Ordinal">The server's ordinal.</param>
public sealed record RejoinInstance(LocalCluster Cluster, int Ordinal) : IMySqlCommand;

/// <summary>
/// Takes a fenced cluster that its set has let go apart, so that its servers can be cloned: no group, no channel, no metadata. The data stays until the clone replaces it.
/// Refuses a cluster that takes writes, or that the primary still has in the set.
/// </summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet that it left.</param>
public sealed record DiscardCluster(LocalCluster Cluster, string SetName) : IMySqlCommand;
