using System.Globalization;
using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The switchover itself, between two clusters that both are well.</summary>
internal sealed class Switchover(
    ClusterSetAccess access, ClusterState target, Server demoted, Server promoted, IReadOnlyCollection<ClusterState> lost, int timeout, bool dry)
{
    private readonly ShellContext _shell = access.Shell;

    public async Task Run(CancellationToken ct)
    {
        var console = _shell.Console;
        var old = access.PrimaryCluster;
        console.Info("* Refreshing replication account of demoted cluster");
        var (user, password) = dry ? ("", "") : await Refresh(old, ct);
        console.Info($"* Synchronizing transaction backlog at {promoted.Address}");
        await Synchronize(ct);
        console.Info("* Updating metadata");
        console.Info();
        console.Info("* Updating topology");
        await Prepare(old, user, password, ct);
        console.Info("* Acquiring locks in ClusterSet instances");
        console.Info("** Pre-synchronizing SECONDARIES");
        console.Info("** Acquiring global lock at PRIMARY");
        console.Info("** Acquiring global lock at SECONDARIES");
        console.Info();
        if (!dry)
        {
            // Written as late as possible: a failure up to here changes nothing that anybody follows.
            await ClusterSetWriter.SetPrimary(demoted, access.Set, target.Record.Id, lost.Select(cluster => cluster.Record.Id), failover: false, ct);
            await Demote(old, ct);
        }

        console.Info("* Synchronizing remaining transactions at promoted primary");
        await (dry ? Blank() : Finish(old, ct));
        console.Info("* Updating replica clusters");
        if (!dry)
            await RepointOthers(old, ct);
    }

    private async Task<(string User, string Password)> Refresh(ClusterState old, CancellationToken ct)
    {
        var user = old.Record.ReplicationUser ?? Accounts.Replication(demoted);
        try
        {
            return (user, await Accounts.ResetPassword(demoted, user, ct));
        }
        catch (ServerException e)
        {
            throw ShellException.Runtime($"Error while resetting password for replication account: {demoted.Address}: {e.Text}");
        }
    }

    private async Task Synchronize(CancellationToken ct)
    {
        if (!dry)
        {
            if (!await ReplicationChannel.IsRunning(promoted, ct))
                throw new ShellException("Replication thread not in expected state", 51141);
            await AwaitAll(ct);
        }

        await Blank();
    }

    private Task Blank()
    {
        for (var i = 0; i < (dry ? 1 : 3); i++)
            _shell.Console.Info();
        return Task.CompletedTask;
    }

    private async Task AwaitAll(CancellationToken ct)
    {
        if (!await promoted.Reaches(await demoted.Executed(ct), timeout, ct))
            throw new ShellException($"Timeout waiting for replica {promoted.Address} to synchronize", 51157);
    }

    private async Task Prepare(ClusterState old, string user, string password, CancellationToken ct)
    {
        foreach (var member in old.OnlineServers.Where(member => member != demoted).Append(demoted))
        {
            _shell.Console.Info($"** Changing replication source of {member.Address} to {promoted.Address}");
            if (!dry)
                await ReplicationChannel.Configure(member, promoted, user, password, old.Record.Heartbeat, ct);
        }
    }

    // Waiting statements keep the lock from coming: a lock_wait_timeout makes that an error instead of a hang.
    private async Task Demote(ClusterState old, CancellationToken ct)
    {
        if (timeout > 0)
            await demoted.Execute(string.Create(CultureInfo.InvariantCulture, $"SET SESSION lock_wait_timeout = {timeout}"), ct);
        await demoted.ManageReadOnly(false, ct); // before the lock: it can not be changed without being writable
        await demoted.Execute("FLUSH TABLES WITH READ LOCK", ct);
        try
        {
            await demoted.Execute("SET GLOBAL super_read_only = 1", ct);
        }
        finally
        {
            await demoted.Execute("UNLOCK TABLES", CancellationToken.None);
        }

        await Promotion.Demote(old, ct);
    }

    private async Task Finish(ClusterState old, CancellationToken ct)
    {
        try
        {
            await AwaitAll(ct);
        }
        catch (ShellException)
        {
            await Promotion.Promote(old, CancellationToken.None); // not reached in time: the old primary goes on
            await ClusterSetWriter.SetPrimary(demoted, access.Set, old.Record.Id, [], failover: false, CancellationToken.None);
            throw;
        }

        await Blank();
        await Promotion.Promote(target, ct);
        await ReplicationChannel.FollowGroup(demoted, promoted, target.Record.GroupName, ct);
        await ReplicationChannel.Start(demoted, ct);
    }

    private async Task RepointOthers(ClusterState old, CancellationToken ct)
    {
        foreach (var replica in access.Replicas.Except(lost).Where(cluster => cluster != target && cluster != old))
        {
            var (user, password) = await ReplicationChannel.Login(replica.RequirePrimary(), ct);
            await Promotion.Repoint(_shell, replica, target, user, password, start: true, ct);
        }
    }
}
