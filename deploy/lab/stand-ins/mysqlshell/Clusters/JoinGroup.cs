using System.Diagnostics;
using ClusterSetSuite.Lab.MySqlShell.ClusterSets;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>Lets a server join the group of a cluster and waits until it is ONLINE; common to adding and rejoining.</summary>
internal static class JoinGroup
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>A server that has started again is in its group after so long, or will not be.</summary>
    private static readonly TimeSpan GroupStart = TimeSpan.FromMinutes(2);

    public static async Task<Server> Join(ClusterAccess access, Server target, string user, string password, bool clone, GroupOptions options, CancellationToken ct)
    {
        var primary = access.State.RequirePrimary();
        await target.EnsurePlugins(ct);
        if (clone)
        {
            foreach (var member in access.State.OnlineServers)
                await member.EnsurePlugins(ct);
        }

        await Accounts.Copy(primary, target, ct);
        await target.ConfigureGroup(access.Cluster.GroupName, string.Join(',', access.State.OnlineServers.Select(m => m.Address)), options, ct);
        await target.UseRecoveryAccount(user, password, ct);
        await target.Execute($"SET GLOBAL group_replication_clone_threshold = {(clone ? "1" : "DEFAULT")}", ct);
        if (access.IsReplica)
            await ConfigureChannel(access, primary, target, ct);
        access.Shell.Console.Info("Monitoring recovery process of the new cluster member. Press ^C to stop monitoring and let it continue in background.");
        var before = await CloneMonitor.StartTime(target, ct);
        if (clone) // a group refuses a member with transactions of its own (MY-011526), even one whose data a clone is about to replace
            await target.Writable(() => target.Execute("RESET BINARY LOGS AND GTIDS", ct), ct);
        await target.Execute("START GROUP_REPLICATION", ct);
        return clone ? await AwaitClone(access, target, user, password, before, ct) : await AwaitIncremental(access, target, ct);
    }

    private static async Task<Server> AwaitClone(ClusterAccess access, Server target, string user, string password, string before, CancellationToken ct)
    {
        var console = access.Shell.Console;
        CloneMonitor.Announce(access.Shell, target.Address, access.State.Source!.Server!.Address);
        var server = await CloneMonitor.WaitForRestart(access.Shell, target.Target, before, ct);
        await AwaitOnline(server, ct);
        await server.UseRecoveryAccount(user, password, ct); // the clone brought the donor's
        console.Info($"{console.Bold($"State recovery already finished for '{target.Address}'")}");
        console.Info();
        return server;
    }

    private static async Task<Server> AwaitIncremental(ClusterAccess access, Server target, CancellationToken ct)
    {
        var console = access.Shell.Console;
        if (await target.OwnState(ct) == "ONLINE")
        {
            console.Info($"{console.Bold($"State recovery already finished for '{target.Address}'")}");
            console.Info();
            return target;
        }

        console.Info("Incremental state recovery is now in progress.");
        console.Info();
        console.Info("* Waiting for distributed recovery to finish...");
        console.Note($"'{target.Address}' is being recovered from '{access.State.Source!.Address}'");
        await AwaitOnline(target, ct);
        console.Info("* Distributed recovery has finished");
        console.Info();
        return target;
    }

    private static async Task AwaitOnline(Server target, CancellationToken ct)
    {
        var (state, since) = ("", Stopwatch.StartNew());
        await Waiting.Until(
            async () =>
            {
                state = await target.OwnState(ct);
                if (state != "OFFLINE")
                    since.Restart();
                return state is "ONLINE" or "ERROR" || since.Elapsed > GroupStart;
            },
            Limit, ct);
        if (state != "ONLINE")
            throw ShellException.Runtime($"Distributed recovery of '{target.Address}' has failed: the member is {state}");
    }

    private static async Task ConfigureChannel(ClusterAccess access, Server replicaPrimary, Server target, CancellationToken ct)
    {
        var console = access.Shell.Console;
        var source = await access.Writer(ct);
        console.Info("* Configuring ClusterSet managed replication channel...");
        console.Info($"** Changing replication source of {target.Address} to {source.Address}");
        console.Info();
        var (user, password) = await ReplicationChannel.Login(replicaPrimary, ct);
        await ReplicationChannel.Configure(target, source, user, password, access.Cluster.Heartbeat, ct);
    }
}
