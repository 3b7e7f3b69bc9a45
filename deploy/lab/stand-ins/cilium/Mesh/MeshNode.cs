using System.Text.Json.Serialization;

namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>A node as it is published to peers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">Its cluster's name.</param>
/// <param name="ClusterId">Its cluster's id.</param>
/// <param name="Address">Its InternalIP.</param>
/// <param name="PodCidr">The network of its pods.</param>
public sealed record MeshNode(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("Cluster")] string Cluster,
    [property: JsonPropertyName("ClusterID")] int ClusterId,
    [property: JsonPropertyName("IPAddress")] string Address,
    [property: JsonPropertyName("IPv4AllocCIDR")] string PodCidr);
