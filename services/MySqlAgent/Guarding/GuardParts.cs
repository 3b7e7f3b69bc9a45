using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>What a guard works with.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Addresses">Where its agent takes letters directly.</param>
/// <param name="Store">Its durable storage.</param>
/// <param name="Eye">What it sees its group with.</param>
/// <param name="Hands">What it changes its group with.</param>
/// <param name="Forcing">Makes its site the primary.</param>
/// <param name="Mending">Repairs its group.</param>
/// <param name="Post">Its post to other sites.</param>
/// <param name="IsCutOff">Whether a drill wants it to hear and say nothing.</param>
/// <param name="Time">The clock of delays.</param>
internal sealed record GuardParts(
    string Site, GuardedCluster Cluster, IReadOnlyList<string> Addresses, GuardStore Store, GroupEye Eye, GroupHands Hands, Forcing Forcing, Mending Mending, DirectPost Post, Func<bool> IsCutOff, TimeProvider Time);
