using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Tests.Support;

/// <summary>Shapes of clusters, for decisions.</summary>
internal static class Views
{
    public static readonly LocalCluster Cluster = new("mysql-dr", "dr", 3, "mypwds");

    private static readonly Dictionary<string, string> Together = new() { ["u0"] = "ONLINE", ["u1"] = "ONLINE", ["u2"] = "ONLINE" };

    public static ClusterView Of(Func<ServerView, int, ServerView> change) =>
        new(Cluster, [.. Enumerable.Range(0, 3).Select(i => change(new ServerView($"dr-{i}") { Uuid = $"u{i}" }, i))]);

    public static ServerView Online(ServerView server, int i) => server with
    {
        State = "ONLINE", Role = i == 0 ? "PRIMARY" : "SECONDARY", HasMetadata = true, ClusterName = "dr", Members = Together,
    };

    public static ServerView InSet(ServerView server, int i, string set, string role) => Online(server, i) with { SetName = set, SetRole = role, KnownSets = [set] };

    public static ServerView Down(ServerView server) => server with { Unreachable = "connection refused", State = "OFFLINE", Role = "", HasMetadata = false, ClusterName = null };
}
