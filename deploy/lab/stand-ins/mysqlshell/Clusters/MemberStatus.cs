using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>The entry of one member in the topology of a status.</summary>
internal static class MemberStatus
{
    public static async Task<Document> Write(ClusterState cluster, MemberProbe member, int extended, CancellationToken ct)
    {
        var seen = cluster.Source?.Group.FirstOrDefault(g => g.Uuid == member.Record.Uuid);
        var active = seen is { State: "ONLINE" or "RECOVERING" };
        var document = new Document
        {
            ["address"] = member.Address,
            ["memberRole"] = active && seen!.IsPrimary ? "PRIMARY" : "SECONDARY",
            ["mode"] = Mode(cluster, member, active),
            ["readReplicas"] = new Document(),
            ["role"] = "HA",
            ["status"] = active || seen is { State: "UNREACHABLE" } ? seen!.State : "(MISSING)",
        };
        if ((member.Server?.Version ?? seen?.Version) is { Length: > 0 } version)
            document["version"] = version;
        AddProblems(document, member, active, seen);
        AddLag(document, cluster, active && seen!.IsPrimary, active);
        if (extended > 1 && member.Server is { } server)
            await AddDetails(document, server, member, ct);
        return document;
    }

    private static string Mode(ClusterState cluster, MemberProbe member, bool active) =>
        !active || member.Server is null ? "n/a" : !member.SuperReadOnly && !member.ReadOnly && cluster.Availability == Availability.Online ? "R/W" : "R/O";

    private static void AddProblems(Document document, MemberProbe member, bool active, GroupMember? seen)
    {
        if (member.Failure is { } failure)
        {
            document["shellConnectError"] = $"MySQL Error {failure.Number}: Could not open connection to '{member.Address}': {failure.Text}";
            if (seen is not null)
                document["memberState"] = "(MISSING)";
        }
        else if (!active)
        {
            document["memberState"] = member.OwnState;
            document["instanceErrors"] = new List<object?> { member.OwnState == "ERROR" ? "ERROR: group_replication has stopped with an error." : "NOTE: group_replication is stopped." };
        }
    }

    private static void AddLag(Document document, ClusterState cluster, bool primary, bool active)
    {
        if (!active || cluster.Availability != Availability.Online)
            return;
        if (cluster.Record.SetId is null)
        {
            document["replicationLag"] = "applier_queue_applied";
        }
        else if (!primary || !cluster.Record.IsPrimary)
        {
            document["replicationLagFromImmediateSource"] = "";
            document["replicationLagFromOriginalSource"] = "";
        }
    }

    private static async Task AddDetails(Document document, Server server, MemberProbe member, CancellationToken ct)
    {
        document["applierWorkerThreads"] = await server.Number("SELECT @@GLOBAL.replica_parallel_workers", ct);
        document["memberId"] = server.Uuid;
        document["memberState"] = member.OwnState;
        List<object?> fences = [];
        if (member.ReadOnly)
            fences.Add("read_only");
        if (member.SuperReadOnly)
            fences.Add("super_read_only");
        document["fenceSysVars"] = fences;
    }
}
