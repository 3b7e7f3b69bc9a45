using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>
/// Which cluster of the set the routers follow, as options of their bootstrap: a router writes it into the metadata under its host's name, which is another for each pod, so that an option set by AdminAPI would be gone with the pod.
/// A router refuses it outside a ClusterSet (mysqlrouter, "valid only for Cluster that is part of the ClusterSet").
/// </summary>
internal static class RouterTargets
{
    private const string Option = "--conf-target-cluster";
    private const string Own = $"{Option}=current";

    private const string Primary = "primary"; // in the metadata

    /// <summary>The options of the bootstrap that are wanted in place of what is written; all others stay.</summary>
    /// <param name="written">As the resource has them.</param>
    /// <param name="isInSet">Whether the cluster is in a set, or shall be one of its own.</param>
    /// <param name="target">What the spec says, or null where it says nothing.</param>
    public static IReadOnlyList<string> Options(IReadOnlyList<string> written, bool isInSet, RouterTarget? target)
    {
        List<string> others = [.. written.Where(option => !option.StartsWith(Option, StringComparison.Ordinal))];
        return (isInSet, target) switch
        {
            (false, _) or (true, RouterTarget.Primary) => others,
            (true, RouterTarget.Own) => written.Count == others.Count + 1 && written.Contains(Own) ? written : [.. others, Own],
            _ => written,
        };
    }

    /// <summary>Whether a router that is registered so follows what is wanted.</summary>
    /// <param name="registered">The router's own <c>target_cluster</c> in the metadata: a cluster's group_name (Router 9.7.4), <c>primary</c>, or null.</param>
    /// <param name="target">What the spec says, or null where it says nothing.</param>
    public static bool Follows(string? registered, RouterTarget? target) => target is null || (registered is null or Primary) == (target == RouterTarget.Primary);
}
