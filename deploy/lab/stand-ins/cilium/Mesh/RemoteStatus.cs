using System.Text.Json.Serialization;

namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>One element of <c>."cluster-mesh".clusters</c> in <c>cilium-dbg status -o json</c>, and of the list in <c>kvstoremesh-dbg status -o json</c>.</summary>
public sealed record RemoteStatus
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("ready")]
    public bool Ready { get; init; }

    [JsonPropertyName("connected")]
    public bool Connected { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("config")]
    public required RemoteConfigStatus Config { get; init; }

    [JsonPropertyName("synced")]
    public required RemoteSynced Synced { get; init; }

    [JsonPropertyName("num-nodes")]
    public int NumNodes { get; init; }

    [JsonPropertyName("num-endpoints")]
    public int NumEndpoints { get; init; }

    [JsonPropertyName("num-identities")]
    public int NumIdentities { get; init; }

    [JsonPropertyName("num-shared-services")]
    public int NumSharedServices { get; init; }

    [JsonPropertyName("num-failures")]
    public int NumFailures { get; init; }

    /// <summary>A time, not a text: the reason is in <see cref="Status"/>.</summary>
    [JsonPropertyName("last-failure")]
    public DateTimeOffset LastFailure { get; init; }
}

/// <summary>Whether the remote cluster's description was found.</summary>
public sealed record RemoteConfigStatus(
    [property: JsonPropertyName("required")] bool Required,
    [property: JsonPropertyName("retrieved")] bool Retrieved,
    [property: JsonPropertyName("cluster-id")] int ClusterId,
    [property: JsonPropertyName("kvstoremesh")] bool KvStoreMesh,
    [property: JsonPropertyName("sync-canaries")] bool SyncCanaries);

/// <summary>What of the remote cluster is in step.</summary>
public sealed record RemoteSynced(
    [property: JsonPropertyName("nodes")] bool Nodes,
    [property: JsonPropertyName("endpoints")] bool Endpoints,
    [property: JsonPropertyName("identities")] bool Identities,
    [property: JsonPropertyName("services")] bool Services);
