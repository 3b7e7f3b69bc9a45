using System.Text.Json.Nodes;

namespace ClusterSetSuite.Lab.Cilium.Datapath;

/// <summary>Lets the pods of peers in and shows the way back to them: one route a remote node, and the named set <c>peers</c> of the node's table <c>inet lab_mesh</c>.</summary>
public static class PeerRoutes
{
    // A protocol number of our own marks the routes that are ours to remove (rtnetlink leaves 196 free).
    private const string Protocol = "196";

    /// <summary>Makes the node's routes and set equal to what is wanted.</summary>
    /// <param name="wanted">Pod network to node address.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task Set(IReadOnlyDictionary<string, string> wanted, CancellationToken ct)
    {
        var present = JsonNode.Parse(await Tool.Run("ip", ["-j", "route", "show", "proto", Protocol], null, ct) is { Length: > 0 } text ? text : "[]")!.AsArray()
            .ToDictionary(route => route!["dst"]!.GetValue<string>(), route => route!["gateway"]?.GetValue<string>() ?? "");
        foreach (var (network, _) in present.Where(route => !wanted.ContainsKey(route.Key)))
            await Tool.Run("ip", ["route", "del", network, "proto", Protocol], null, ct);
        foreach (var (network, node) in wanted.Where(route => present.GetValueOrDefault(route.Key) != route.Value))
            await Tool.Run("ip", ["route", "replace", network, "via", node, "proto", Protocol], null, ct);
        await Tool.Run("nft", ["-f", "-"], Elements(wanted.Keys), ct);
    }

    /// <summary>Removes everything that this class ever set.</summary>
    public static Task Clear(CancellationToken ct) => Set(new Dictionary<string, string>(), ct);

    private static string Elements(IEnumerable<string> networks) =>
        string.Join('\n', ["flush set inet lab_mesh peers", .. networks.Select(network => $"add element inet lab_mesh peers {{ {network} }}"), ""]);
}
