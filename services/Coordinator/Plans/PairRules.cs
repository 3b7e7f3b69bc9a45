using System.Globalization;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What two sites must hold together before anything is changed, found in the facts of both: no agent sees more than its own site.</summary>
internal static class PairRules
{
    /// <summary>An answer travels for well under this; a larger difference is the clocks'.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>The first version of Cilium that does not take an equal NodePort of a peer for its own (issue 24692).</summary>
    private static readonly Version LoopFixed = new(1, 19);

    /// <summary>Every finding of a pair.</summary>
    public static IEnumerable<Finding> Findings(SiteProfile a, SiteProfile b) =>
        Networks(a, b).Concat(Nodes(a, b)).Concat(Datapath(a, b)).Concat(Identity(a, b)).Concat(Limits(a, b)).Concat(Trust(a, b))
            .Concat(Ports(a, b)).Concat(Versions(a, b)).Concat(Clocks(a, b));

    /// <summary>The pair's name.</summary>
    public static string NameOf(SiteSpec a, SiteSpec b) => $"{a.Name}-{b.Name}";

    private static IEnumerable<Finding> Networks(SiteProfile a, SiteProfile b) =>
        from one in a.Mesh?.PodCidrs ?? []
        from other in b.Mesh?.PodCidrs ?? []
        where Pairs.Overlap(one, other)
        select Error(a, b, $"the pod networks {one} and {other} overlap", "a pod's address would mean two pods, so servers would reach the wrong one", "Give one of the Kubernetes clusters another pod network; that means making it anew.");

    private static IEnumerable<Finding> Nodes(SiteProfile a, SiteProfile b)
    {
        var both = (a.Mesh?.NodeAddresses ?? []).Intersect(b.Mesh?.NodeAddresses ?? []).ToList();
        if (both.Count > 0)
            yield return Error(a, b, $"both sites have nodes with the address {string.Join(", ", both)}", "the two sites are one Kubernetes cluster, or their node networks can not reach each other", "Name two different clusters (agents or contexts), or give the nodes addresses that are unique across the sites.");
    }

    private static IEnumerable<Finding> Datapath(SiteProfile a, SiteProfile b)
    {
        if (a.Mesh?.Datapath is { } one && b.Mesh?.Datapath is { } other && one != other)
            yield return Error(a, b, $"the datapath mode is {one} on {a.Site.Name} and {other} on {b.Site.Name}", "Cilium connects only sites with the same mode", "Set Cilium's routing mode and tunnel protocol to the same values on all sites.");
    }

    private static IEnumerable<Finding> Identity(SiteProfile a, SiteProfile b)
    {
        if (a.Mesh?.ClusterId is > 0 and var id && id == b.Mesh?.ClusterId)
            yield return Error(a, b, $"both sites have the Cilium cluster id {id}", "the identities of their pods would be mixed up", "Give one of them another id (meshId in the spec, cluster.id in Cilium's values); that restarts the workloads of that site.");
        if (a.Mesh?.ClusterName is { } name && name == b.Mesh?.ClusterName)
            yield return Error(a, b, $"both sites have the Cilium cluster name {name}", "a mesh tells its sites apart by their names", "Give one of them another name (cluster.name in Cilium's values); that restarts the workloads of that site.");
    }

    private static IEnumerable<Finding> Limits(SiteProfile a, SiteProfile b)
    {
        if (a.Mesh?.MaxConnectedClusters is { } one && b.Mesh?.MaxConnectedClusters is { } other && one != other)
            yield return Error(a, b, $"max-connected-clusters is {one} on {a.Site.Name} and {other} on {b.Site.Name}", "Cilium connects only sites with the same value", "Set clustermesh.maxConnectedClusters to the same value on all sites.");
    }

    private static IEnumerable<Finding> Trust(SiteProfile a, SiteProfile b)
    {
        if (a.Mesh?.CaCertificate is not { } one || b.Mesh?.CaCertificate is not { } other || one.Trim() == other.Trim())
            yield break;
        yield return a.Spec.Mesh.Mode == MeshMode.Connect
            ? Of(Severity.Info, a, b, "the sites have different Cilium CAs", "both certificates are put into the CA bundle of both sites; no private key leaves its site", "")
            : Of(Severity.Warning, a, b, "the sites have different Cilium CAs", "they trust each other only where both certificates are in the CA bundle of both sites", "Look at tls.caBundle of both releases when the mesh does not connect.");
    }

    private static IEnumerable<Finding> Ports(SiteProfile a, SiteProfile b)
    {
        if (!Loops(a) && !Loops(b))
            yield break;
        if (a.Spec.Dns.Mode == DnsMode.Forward && a.DnsNodePort == b.DnsNodePort)
            yield return Error(a, b, $"the DNS of both sites has NodePort {a.DnsNodePort}, and Cilium before {LoopFixed} replaces kube-proxy", "a query for the peer would be answered by the site itself (Cilium issue 24692)", $"Set dnsNodePort of site {b.Site.Name} to another number (30000-32767), or upgrade Cilium to {LoopFixed}.");
        if (a.Spec.Mesh.Mode != MeshMode.None && a.MeshNodePort == b.MeshNodePort)
            yield return Error(a, b, $"the cluster mesh of both sites has NodePort {a.MeshNodePort}, and Cilium before {LoopFixed} replaces kube-proxy", "a site would connect to itself instead of its peer (Cilium issue 24692)", $"Set clustermesh.apiserver.service.nodePort of one site to another number, or upgrade Cilium to {LoopFixed}.");
    }

    private static IEnumerable<Finding> Versions(SiteProfile a, SiteProfile b)
    {
        var (primary, replica) = a.Site.Name == a.Spec.Primary ? (a, b) : b.Site.Name == a.Spec.Primary ? (b, a) : (null, null);
        if (Number(primary?.MySql?.ServerVersion ?? primary?.Site.Cluster.Version) is { } source && Number(replica?.MySql?.ServerVersion ?? replica?.Site.Cluster.Version) is { } target && target < source)
            yield return Error(a, b, $"the servers of {replica!.Site.Name} have version {target}, those of the primary {source}", "MySQL does not replicate, or clone, from a newer server to an older one", $"Give {replica.Site.Name} the same version (cluster.version), or upgrade its cluster first.");
        if (Minor(a.Mesh?.CiliumVersion) is { } one && Minor(b.Mesh?.CiliumVersion) is { } other && Math.Abs(one.Minor - other.Minor) > 1)
            yield return Of(Severity.Warning, a, b, $"Cilium is {a.Mesh!.CiliumVersion} on {a.Site.Name} and {b.Mesh!.CiliumVersion} on {b.Site.Name}", "Cilium tests meshes of neighbouring minor versions only", "Upgrade the older one.");
    }

    private static IEnumerable<Finding> Clocks(SiteProfile a, SiteProfile b)
    {
        if (a.ClockOff - b.ClockOff is { } difference && difference.Duration() > ClockTolerance)
            yield return Of(Severity.Warning, a, b, string.Create(CultureInfo.InvariantCulture, $"the clocks differ by about {difference.Duration().TotalSeconds:0} s"), "the estimated loss of a failover, and certificates that have just been made, are judged by clocks", "Let the nodes of both sites follow the same time servers (chrony, systemd-timesyncd).");
    }

    // A Cilium that is not there yet is installed with the chart's default, which leaves kube-proxy its work.
    private static bool Loops(SiteProfile site) => site.Mesh is { ReplacesKubeProxy: true } mesh && (Minor(mesh.CiliumVersion) ?? new Version(1, 0)) < LoopFixed;

    private static Version? Minor(string? text) => Number(text) is { } version ? new(version.Major, version.Minor) : null;

    private static Version? Number(string? text) => Version.TryParse(text?.TrimStart('v').Split('-', '+')[0], out var version) ? version : null;

    private static Finding Error(SiteProfile a, SiteProfile b, string reason, string meaning, string advice) => Of(Severity.Error, a, b, reason, meaning, advice);

    private static Finding Of(Severity severity, SiteProfile a, SiteProfile b, string reason, string meaning, string advice) =>
        new(NameOf(a.Site, b.Site), reason, advice) { Severity = severity, Meaning = meaning };
}
