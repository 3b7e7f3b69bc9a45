namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>What the nodes tell of the site's network.</summary>
/// <param name="PodCidrs">The nodes' pod networks.</param>
/// <param name="NodeAddresses">The nodes' InternalIPs.</param>
/// <param name="NodesWithoutCidr">Names of nodes that have no pod network (yet).</param>
/// <param name="SchedulableNodes">How many nodes take pods.</param>
public sealed record NetworkFacts(
    IReadOnlyList<string> PodCidrs, IReadOnlyList<string> NodeAddresses, IReadOnlyList<string> NodesWithoutCidr, int SchedulableNodes);
