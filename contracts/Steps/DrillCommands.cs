namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Looks whether a site can be cut off from all others for a drill; refuses where that is not so.</summary>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record InspectIsolation(string SetName) : IStepCommand<IsolationOutlook>, IMeshCommand;

/// <summary>What <see cref="InspectIsolation"/> saw.</summary>
/// <param name="Clock">The agent's clock, UTC.</param>
/// <param name="MeshName">The site's Cilium cluster name.</param>
public sealed record IsolationOutlook(DateTimeOffset Clock, string MeshName);

/// <summary>
/// Cuts a site off for a drill, in the order in which nothing is lost: its guard first, so that the right to write runs out and the guard fences; the servers only when none of them takes writes,
/// and the replicas have received all that there is. It ends by itself.
/// </summary>
/// <param name="Cluster">The site's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="MeshName">The site's Cilium cluster name: servers of other clusters are what its servers are cut off from.</param>
/// <param name="NotAfter">Refused when it is asked for later than this by the site's clock: an order that lay in a queue must cut nothing off when nobody waits for it any more.</param>
/// <param name="Until">When it ends at the latest, by the site's clock.</param>
public sealed record IsolateSite(LocalCluster Cluster, string SetName, string MeshName, DateTimeOffset NotAfter, DateTimeOffset Until) : IMySqlCommand;

/// <summary>Ends what <see cref="IsolateSite"/> began.</summary>
/// <param name="Cluster">The site's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record EndIsolation(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Waits until the detector has made a replica the primary, and it takes writes; runs on the replica's own site.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">Its name in the set.</param>
/// <param name="Patience">How long that may take.</param>
public sealed record AwaitPrimary(LocalCluster Cluster, string SetName, string Name, TimeSpan Patience) : IMySqlCommand;
