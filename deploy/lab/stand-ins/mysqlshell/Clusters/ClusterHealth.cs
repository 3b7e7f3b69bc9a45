using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>The status value and sentence of a cluster, and its topology.</summary>
internal static class ClusterHealth
{
    public static (string Status, string Text) Of(ClusterState cluster) => cluster.Availability switch
    {
        Availability.Unreachable => ("UNREACHABLE", "Could not connect to any ONLINE members"),
        Availability.Offline => ("OFFLINE", "All members of the group are OFFLINE"),
        Availability.NoQuorum => (
            "NO_QUORUM", $"Cluster has no quorum as visible from '{cluster.Source!.Address}' and cannot process write transactions.{Missing(cluster)}"),
        _ when cluster.Record.Invalidated => ("INVALIDATED", $"Cluster was invalidated by the ClusterSet it belongs to.{Missing(cluster)}"),
        _ when cluster.IsFenced => ("FENCED_WRITES", "Cluster is fenced from Write Traffic."),
        _ => Tolerance(cluster),
    };

    public static async Task<Document> Topology(ClusterState cluster, int extended, CancellationToken ct)
    {
        var topology = new Document();
        foreach (var member in cluster.Members)
            topology[member.Record.Label] = await MemberStatus.Write(cluster, member, extended, ct);
        return topology;
    }

    private static (string Status, string Text) Tolerance(ClusterState cluster)
    {
        var tolerated = (cluster.OnlineCount - 1) / 2;
        var partial = cluster.MissingCount > 0 ? "_PARTIAL" : "";
        return tolerated switch
        {
            0 => ($"OK_NO_TOLERANCE{partial}", $"Cluster is NOT tolerant to any failures.{Missing(cluster)}"),
            1 => ($"OK{partial}", $"Cluster is ONLINE and can tolerate up to ONE failure.{Missing(cluster)}"),
            _ => ($"OK{partial}", $"Cluster is ONLINE and can tolerate up to {tolerated} failures.{Missing(cluster)}"),
        };
    }

    private static string Missing(ClusterState cluster) => cluster.MissingCount switch
    {
        0 => "",
        1 => " 1 member is not active.",
        var many => $" {many} members are not active.",
    };
}
