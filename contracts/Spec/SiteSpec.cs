using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>One Kubernetes cluster and the InnoDB Cluster in it.</summary>
public sealed record SiteSpec
{
    /// <summary>The site's name; also its Cilium cluster name.</summary>
    public required string Name { get; init; }

    /// <summary>The Cilium cluster id, 1-255, unique in the mesh; by default the site's place in the list, counted from 1.</summary>
    public required int MeshId { get; init; }

    /// <summary>The namespace of the MySQL resources; differs from site to site, because all sites share <c>cluster.local</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>The NodePort of this site's DNS, when it differs from <see cref="DnsSpec.NodePort"/>.</summary>
    public int? DnsNodePort { get; init; }

    /// <summary>The InnoDB Cluster.</summary>
    public required ClusterSpec Cluster { get; init; }

    /// <summary>The NodePort of the site's clustermesh-apiserver: 32379 for the first id and one more for each further one, because equal numbers loop on Cilium up to 1.18 (issue 24692).</summary>
    [JsonIgnore]
    public int MeshNodePort => 32378 + MeshId;
}
