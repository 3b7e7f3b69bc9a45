using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>How one agent, or KVStoreMesh, sees one remote cluster; names as in Cilium's API model <c>RemoteCluster</c>.</summary>
public sealed record RemoteClusterStatus
{
    /// <summary>The remote cluster's name.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Connected, and everything is in step.</summary>
    [JsonPropertyName("ready")]
    public bool Ready { get; init; }

    /// <summary>Connected to the store that the remote cluster's state is read from.</summary>
    [JsonPropertyName("connected")]
    public bool Connected { get; init; }

    /// <summary>The connection in Cilium's words.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Failures so far.</summary>
    [JsonPropertyName("num-failures")]
    public int Failures { get; init; }

    /// <summary>When it failed last; a time far in the past for never.</summary>
    [JsonPropertyName("last-failure")]
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>Nodes of the remote cluster that are known.</summary>
    [JsonPropertyName("num-nodes")]
    public int Nodes { get; init; }
}

/// <summary>Reads what the status commands print with <c>-o json</c>.</summary>
public static class MeshStatus
{
    /// <summary>The remote clusters in the output of <c>cilium-dbg status -o json</c>; none where the mesh is off.</summary>
    /// <exception cref="FormatException">It is not that output.</exception>
    public static IReadOnlyList<RemoteClusterStatus> OfAgent(string output) => Parse(output, root =>
        root.ValueKind == JsonValueKind.Object ? root.TryGetProperty("cluster-mesh", out var mesh) && mesh.TryGetProperty("clusters", out var clusters) ? clusters : default : throw new FormatException("no object"));

    /// <summary>The remote clusters in the output of <c>clustermesh-apiserver kvstoremesh-dbg status -o json</c>: the list itself.</summary>
    /// <exception cref="FormatException">It is not that output.</exception>
    public static IReadOnlyList<RemoteClusterStatus> OfKvStoreMesh(string output) => Parse(output, root => root);

    private static List<RemoteClusterStatus> Parse(string output, Func<JsonElement, JsonElement> clusters)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var list = clusters(document.RootElement);

            // An empty list is written as null by Go.
            return list.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? [] : list.Deserialize<List<RemoteClusterStatus>>() ?? [];
        }
        catch (JsonException e)
        {
            throw new FormatException($"not Cilium's status as JSON: {output[..Math.Min(output.Length, 200)]}", e);
        }
    }
}
