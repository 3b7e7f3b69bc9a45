using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Cilium.Mesh;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>cilium-dbg status</c> and <c>clustermesh-apiserver kvstoremesh-dbg status</c>, as text or with <c>-o json</c>.</summary>
public static class StatusCommand
{
    public static Task<int> Agent(IReadOnlyList<string> args, TextWriter output) => Print(AgentCommand.StatusFile, args, output, AgentShape, "ClusterMesh");

    public static Task<int> KvStoreMesh(IReadOnlyList<string> args, TextWriter output) =>
        Print(KvStoreMeshCommand.StatusFile, args, output, clusters => clusters, "KVStoreMesh");

    /// <summary>The agent's answer around the clusters: <c>null</c> where none is configured, as Go writes an empty list.</summary>
    public static JsonNode AgentShape(JsonArray clusters) => new JsonObject
    {
        ["cilium"] = new JsonObject { ["state"] = "Ok", ["msg"] = Dispatch.Version },
        ["kubernetes"] = new JsonObject { ["state"] = "Ok" },
        ["cluster-mesh"] = new JsonObject { ["clusters"] = clusters.Count == 0 ? null : clusters, ["num-global-services"] = 0 },
    };

    private static async Task<int> Print(string file, IReadOnlyList<string> args, TextWriter output, Func<JsonArray, JsonNode> shape, string title)
    {
        if (!File.Exists(file) || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > StatusFiles.Stale)
        {
            await output.WriteLineAsync("Cannot get status/probe: the process does not answer. Is it running?");
            return 1;
        }

        var clusters = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray();
        if (args is ["-o", "json", ..] or ["-ojson", ..] or ["-o=json", ..] or ["--output=json", ..])
        {
            await output.WriteLineAsync(shape(clusters).ToJsonString());
            return 0;
        }

        var remotes = clusters.Select(cluster => cluster.Deserialize<RemoteStatus>()!).ToList();
        await output.WriteLineAsync($"{title}: {remotes.Count(remote => remote.Ready)}/{remotes.Count} remote clusters ready");
        foreach (var remote in remotes)
            await output.WriteLineAsync($"   {remote.Name}: {(remote.Ready ? "ready" : "not-ready")}, {remote.NumNodes} nodes, {remote.NumFailures} failures: {remote.Status}");
        return 0;
    }
}
