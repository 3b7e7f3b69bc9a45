using System.Text.Json;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Reads the result of <c>clusterset status --extended=1</c>.</summary>
public static class SetStatusJson
{
    /// <summary>The whole set.</summary>
    public static ClusterSetStatus Read(JsonElement json) =>
        new(Text(json, "status") ?? "UNKNOWN", [.. json.GetProperty("clusters").EnumerateObject().Select(c => Cluster(c.Name, c.Value))]);

    /// <summary>The name of the set.</summary>
    public static string? Name(JsonElement json) => Text(json, "domainName");

    /// <summary>The addresses of the members of one cluster; empty where the status has no topology of it.</summary>
    public static IReadOnlyList<string> Members(JsonElement json, string cluster) =>
        json.GetProperty("clusters").TryGetProperty(cluster, out var found) ? [.. Topology(found).Select(m => m.Name)] : [];

    private static ClusterStatus Cluster(string name, JsonElement json)
    {
        var topology = Topology(json).ToArray();
        return new ClusterStatus
        {
            Name = name,
            Role = Text(json, "clusterRole") ?? "UNKNOWN",
            GlobalStatus = Text(json, "globalStatus") ?? "UNKNOWN",
            ReplicationStatus = Text(json, "clusterSetReplicationStatus"),
            OnlineMembers = topology.Count(m => Text(m.Value, "status") == "ONLINE"),
            PrimaryMember = Text(json, "primary") ?? topology.Where(m => Text(m.Value, "memberRole") == "PRIMARY").Select(m => m.Name).FirstOrDefault(),
        };
    }

    private static JsonElement.ObjectEnumerator Topology(JsonElement cluster) =>
        cluster.TryGetProperty("topology", out var topology) && topology.ValueKind == JsonValueKind.Object ? topology.EnumerateObject() : default;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
