using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The entry of one cluster in the status of the set.</summary>
internal static class ClusterEntry
{
    public static async Task<Document> Write(ClusterSetAccess access, ClusterState cluster, int extended, CancellationToken ct)
    {
        var channel = cluster.Record.IsPrimary ? "" : cluster.Availability == Availability.Unreachable ? "UNKNOWN" : await ChannelStatus.Of(cluster, access.PrimaryCluster, ct);
        var global = GlobalStatus(cluster, channel);
        var (status, text) = ClusterHealth.Of(cluster);
        var entry = new Document { ["clusterRole"] = cluster.Record.IsPrimary ? "PRIMARY" : "REPLICA", ["globalStatus"] = global };
        if (cluster.Record.IsPrimary)
            entry["primary"] = global == "OK" ? cluster.PrimaryMember?.Address : null;
        if (channel.Length > 0 || cluster.Availability == Availability.Unreachable)
            entry["clusterSetReplicationStatus"] = channel.Length > 0 ? channel : "UNKNOWN";
        if (channel == "MISSING")
            entry["clusterSetReplication"] = new Document();
        if (extended > 0 || global != "OK")
            (entry["status"], entry["statusText"]) = (status, text);
        var consistent = await Transactions.Write(entry, access, cluster, extended, ct);
        if (Problems(cluster, channel, consistent) is [_, ..] problems)
            entry["clusterErrors"] = problems;
        if (extended > 0)
            await AddExtended(entry, cluster, channel, extended, ct);
        return entry;
    }

    private static string GlobalStatus(ClusterState cluster, string channel) => cluster switch
    {
        { Record.Invalidated: true } => "INVALIDATED",
        { Availability: Availability.Unreachable } => "UNKNOWN",
        { IsAvailable: false } => "NOT_OK",
        { IsFenced: true } => "OK_FENCED_WRITES",
        { Record.IsPrimary: true } => "OK",
        _ => channel switch
        {
            "OK" or "CONNECTING" => "OK",
            "MISCONFIGURED" => "OK_MISCONFIGURED",
            _ => "OK_NOT_REPLICATING",
        },
    };

    private static List<object?> Problems(ClusterState cluster, string channel, bool consistent)
    {
        List<object?> problems = [];
        var sentence = cluster.Availability switch
        {
            Availability.Unreachable => "ERROR: Could not connect to any ONLINE members but there are unreachable instances that could still be ONLINE.",
            Availability.Offline => "ERROR: Cluster members are reachable but they're all OFFLINE.",
            Availability.NoQuorum => "ERROR: Could not find ONLINE members forming a quorum. Cluster will be unable to perform updates until it's restored.",
            _ when cluster.IsFenced => "WARNING: Cluster is fenced from Write traffic. Use cluster.unfenceWrites() to unfence the Cluster.",
            _ => null,
        };
        if (sentence is not null)
            problems.Add(sentence);
        if (channel == "MISSING")
            problems.Add("WARNING: Replication channel from the Primary Cluster is missing");
        else if (channel is "STOPPED" or "ERROR" or "MISCONFIGURED")
            problems.Add("WARNING: Replication from the Primary Cluster not in expected state");
        if (cluster.Record.Invalidated)
            problems.Add("WARNING: Cluster was invalidated and must be either removed from the ClusterSet or rejoined");
        if (!consistent)
            problems.Add("ERROR: Errant transactions detected");
        return problems;
    }

    private static async Task AddExtended(Document entry, ClusterState cluster, string channel, int extended, CancellationToken ct)
    {
        entry["topology"] = await ClusterHealth.Topology(cluster, extended, ct);
        if (extended > 1 && cluster.Source?.Server is { } source)
            await AddGroup(entry, cluster, source, ct);
        if (channel is not ("" or "MISSING" or "UNKNOWN") && (cluster.Primary ?? cluster.Source)?.Server is { } receiver)
            entry["clusterSetReplication"] = await ChannelDetails.Write(receiver, extended, ct);
    }

    private static async Task AddGroup(Document entry, ClusterState cluster, Server source, CancellationToken ct)
    {
        entry["communicationStack"] = "MYSQL";
        entry["groupName"] = cluster.Record.GroupName;
        entry["groupViewChangeUuid"] = "AUTOMATIC";
        entry["paxosSingleLeader"] = await source.Is("SELECT @@GLOBAL.group_replication_paxos_single_leader", ct) ? "ON" : "OFF";
        entry["ssl"] = "REQUIRED";
        if (!cluster.Record.IsPrimary && cluster.Primary?.Server is { } receiver)
            entry["receivedTransactionSet"] = (await receiver.Text("SELECT received_transaction_set FROM performance_schema.replication_connection_status WHERE channel_name = @p0", ct, ReplicationChannel.Name) ?? "").Replace("\n", "", StringComparison.Ordinal);
    }
}
