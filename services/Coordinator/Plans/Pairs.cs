using System.Net;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What two running meshes must hold together before they are connected; what can be seen earlier is in <see cref="PairRules"/>.</summary>
internal static class Pairs
{
    /// <summary>Before the sites are connected: what the running meshes differ in.</summary>
    public static Func<PlanFacts, IEnumerable<Finding>> MeshFindings(ClusterSetSpec spec) => facts =>
        from pair in PairsOf(spec)
        let a = facts.Of<MeshEndpoint>(StepIds.Of("mesh-enable", pair.A))
        let b = facts.Of<MeshEndpoint>(StepIds.Of("mesh-enable", pair.B))
        from finding in SameNetworks(pair, a.PodCidrs, b.PodCidrs)
            .Concat(Differing(pair, "datapath mode", a.Datapath, b.Datapath))
            .Concat(Differing(pair, "max-connected-clusters", $"{a.MaxConnectedClusters}", $"{b.MaxConnectedClusters}"))
            .Concat(Equal(pair, "cluster id", $"{a.ClusterId}", $"{b.ClusterId}"))
            .Concat(Equal(pair, "cluster name", a.ClusterName, b.ClusterName))
        select finding;

    /// <summary>Whether two networks in CIDR notation share an address.</summary>
    public static bool Overlap(string a, string b)
    {
        var (one, other) = (IPNetwork.Parse(a), IPNetwork.Parse(b));
        return one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
    }

    private static IEnumerable<Finding> SameNetworks((SiteSpec A, SiteSpec B) pair, IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        from one in a
        from other in b
        where Overlap(one, other)
        select new Finding(NameOf(pair), $"the pod networks {one} and {other} overlap", "Give one of the Kubernetes clusters another pod network; that means making it anew.");

    private static IEnumerable<Finding> Differing((SiteSpec A, SiteSpec B) pair, string what, string? a, string? b)
    {
        if (a is not null && b is not null && a != b)
            yield return new(NameOf(pair), $"the {what} is {a} on {pair.A.Name} and {b} on {pair.B.Name}", $"Set Cilium's {what} to the same value on all sites.");
    }

    private static IEnumerable<Finding> Equal((SiteSpec A, SiteSpec B) pair, string what, string a, string b)
    {
        if (a == b)
            yield return new(NameOf(pair), $"both sites have the Cilium {what} {a}", "Every site of a mesh needs its own; changing it restarts the workloads of that site.");
    }

    private static IEnumerable<(SiteSpec A, SiteSpec B)> PairsOf(ClusterSetSpec spec) =>
        spec.Sites.SelectMany((a, index) => spec.Sites.Skip(index + 1).Select(b => (a, b)));

    private static string NameOf((SiteSpec A, SiteSpec B) pair) => PairRules.NameOf(pair.A, pair.B);
}
