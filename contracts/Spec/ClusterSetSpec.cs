using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>What a user wants: one MySQL InnoDB ClusterSet over several sites. Valid by construction when it comes from the spec reader.</summary>
public sealed record ClusterSetSpec
{
    /// <summary>The ClusterSet's name in AdminAPI, for example <c>mycs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>At least two sites.</summary>
    public required IReadOnlyList<SiteSpec> Sites { get; init; }

    /// <summary>The name of the site whose InnoDB Cluster is the primary when the set is made.</summary>
    public required string Primary { get; init; }

    /// <summary>The root account's Secret.</summary>
    public CredentialsSpec Credentials { get; init; } = new();

    /// <summary>The Cilium Cluster Mesh.</summary>
    public MeshSpec Mesh { get; init; } = new();

    /// <summary>DNS forwarding between the sites.</summary>
    public DnsSpec Dns { get; init; } = new();

    /// <summary>What happens when the primary site is lost.</summary>
    public FailoverSpec Failover { get; init; } = new();

    /// <summary>What is done about drift: reality that is not as applied any more.</summary>
    public RepairMode Repair { get; init; } = RepairMode.None;

    /// <summary>The site that has the primary now, when a switchover or failover has moved it away from <see cref="Primary"/>; not part of what a user writes.</summary>
    [JsonIgnore]
    public string? PrimaryNow { get; init; }

    /// <summary>The site that has the primary.</summary>
    [JsonIgnore]
    public SiteSpec PrimarySite => Sites.First(s => s.Name == (PrimaryNow ?? Primary));

    /// <summary>Every other site, in the spec's order.</summary>
    [JsonIgnore]
    public IEnumerable<SiteSpec> ReplicaSites => Sites.Where(s => s.Name != PrimarySite.Name);

    /// <summary>Every site but the named one, in the spec's order.</summary>
    public IEnumerable<SiteSpec> PeersOf(SiteSpec site) => Sites.Where(s => s.Name != site.Name);

    /// <summary>The NodePort of a site's DNS.</summary>
    public int DnsNodePortOf(SiteSpec site) => site.DnsNodePort ?? Dns.NodePort;

    /// <summary>The site with this name, or null.</summary>
    public SiteSpec? Site(string name) => Sites.FirstOrDefault(s => s.Name == name);

    /// <summary>The name that a site's cluster has in the set: the founding primary's is the operator's, a replica's is given when it joins; a switchover changes neither.</summary>
    public string NameInSet(SiteSpec site) => site.Name == Primary ? Names.InSetOf(site.Cluster.Name) : site.Cluster.JoinAs;
}
