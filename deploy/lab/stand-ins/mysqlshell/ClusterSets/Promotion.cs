using ClusterSetSuite.Lab.MySqlShell.Clusters;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The two halves of a change of the primary cluster: one group becomes writable, another one stops being so.</summary>
internal static class Promotion
{
    /// <summary>Takes the channel away from all members and lets the group's primary be writable.</summary>
    public static async Task Promote(ClusterState cluster, CancellationToken ct)
    {
        var primary = cluster.RequirePrimary();
        await ReplicationChannel.ForgetSources(primary, ct);
        foreach (var member in cluster.OnlineServers)
            await ReplicationChannel.Remove(member, ct);
        await primary.ManageReadOnly(true, ct);
        await primary.Execute("SET GLOBAL super_read_only = 0", ct);
        await primary.Execute("SET GLOBAL read_only = 0", ct);
    }

    /// <summary>Keeps the group read only, whichever member becomes its primary.</summary>
    public static async Task Demote(ClusterState cluster, CancellationToken ct)
    {
        await cluster.RequirePrimary().ManageReadOnly(false, ct);
        foreach (var member in cluster.OnlineServers)
            await member.Execute("SET GLOBAL super_read_only = 1", ct);
    }

    /// <summary>Points a replica cluster at the primary cluster and starts its channel.</summary>
    public static async Task Repoint(ShellContext shell, ClusterState replica, ClusterState source, string user, string password, bool start, CancellationToken ct)
    {
        var (receiver, primary) = (replica.RequirePrimary(), source.RequirePrimary());
        foreach (var member in replica.OnlineServers.Where(member => member != receiver).Append(receiver))
        {
            shell.Console.Info($"** Changing replication source of {member.Address} to {primary.Address}");
            await ReplicationChannel.Configure(member, primary, user, password, replica.Record.Heartbeat, ct);
        }

        await ReplicationChannel.FollowGroup(receiver, primary, source.Record.GroupName, ct);
        if (start)
            await ReplicationChannel.Start(receiver, ct);
    }
}
