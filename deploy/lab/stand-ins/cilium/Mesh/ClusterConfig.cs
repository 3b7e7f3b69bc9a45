using System.Text.Json.Serialization;

namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>What a cluster says of itself in etcd.</summary>
public sealed record ClusterConfig
{
    [JsonPropertyName("id")]
    public required int Id { get; init; }

    [JsonPropertyName("capabilities")]
    public required ClusterCapabilities Capabilities { get; init; }

    /// <summary>Why a cluster with this description must not be connected to, or null.</summary>
    public string? Fault(int ownId, int maxConnectedClusters) =>
        Id == 0 ? "remote cluster has the reserved id 0"
        : Id == ownId ? $"remote cluster has the same id as the local cluster: {Id}"
        : Capabilities.MaxConnectedClusters != maxConnectedClusters
            ? $"remote cluster is configured with max-connected-clusters {Capabilities.MaxConnectedClusters}, the local one with {maxConnectedClusters}"
            : null;
}

/// <summary>What a cluster's etcd holds.</summary>
/// <param name="SyncedCanaries">Always true here.</param>
/// <param name="MaxConnectedClusters">255 or 511.</param>
/// <param name="Cached">Whether KVStoreMesh wrote it.</param>
public sealed record ClusterCapabilities(
    [property: JsonPropertyName("syncedCanaries")] bool SyncedCanaries,
    [property: JsonPropertyName("maxConnectedClusters")] int MaxConnectedClusters,
    [property: JsonPropertyName("cached")] bool Cached);
