using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.MySql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>The steps of a failover and of the way back, on four real servers whose primary site is killed.</summary>
[Collection("real servers")]
public sealed class FailoverTests
{
    private static readonly InspectLoss Loss = new(TwoSites.Replica, "mycs", "myreplica");
    private static readonly DrainReceived Drain = new(TwoSites.Replica, "mycs", "myreplica");

    private static readonly ForcePrimary Force = new()
    {
        Cluster = TwoSites.Replica, SetName = "mycs", Target = "myreplica", Timeout = TimeSpan.FromSeconds(30), Others = [],
    };

    private const string ReceiverState = "SELECT service_state FROM performance_schema.replication_connection_status WHERE channel_name = 'clusterset_replication'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_primary_is_replaced_without_losing_what_was_received_and_comes_back_as_a_replica()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29200, Ct);

        await A_primary_that_lives_is_not_replaced(sites);
        await The_applier_falls_behind_and_the_primary_dies(sites);
        await Nothing_is_forced_before_everything_received_is_applied(sites);
        await The_replica_takes_over_with_every_received_row(sites);
        await The_old_site_is_fenced_and_comes_back_server_by_server(sites);
    }

    [Fact]
    public async Task A_site_that_comes_back_with_transactions_of_its_own_is_shown_them_and_comes_back_by_clone_alone()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29300, Ct);
        // Acknowledged on the primary and never sent: the receiver is stopped.
        await sites.Execute(TwoSites.Replica, 0, "STOP REPLICA IO_THREAD FOR CHANNEL 'clusterset_replication'", Ct);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE lost", Ct);
        await KillPrimary(sites);
        await sites.Force.Apply(Force, Ct);
        Assert.IsType<StepState.Done>(await sites.Force.Verify(Force, Ct));
        await StartPrimary(sites);

        var reboot = new RebootCluster(TwoSites.Primary, "mycs", "prd");
        var back = await Restarted(sites, reboot);
        var refused = Assert.IsType<StepState.Unsafe>(await sites.Rejoin.Check(new RejoinCluster(TwoSites.Replica, "mycs", "prd", back.Executed), Ct));

        Assert.Contains("prd has 1 transactions that the primary has not: ", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("mysqlbinlog --verbose --include-gtids='", refused.Advice, StringComparison.Ordinal);
        var gtid = refused.Reason.Split(' ')[^1];
        Assert.Equal("1", await sites.Ask(TwoSites.Primary, 0, $"SELECT GTID_SUBSET('{gtid}', @@GLOBAL.gtid_executed)", Ct));
        Assert.Equal("0", await sites.Ask(TwoSites.Replica, 0, $"SELECT GTID_SUBSET('{gtid}', @@GLOBAL.gtid_executed)", Ct));

        await It_is_let_go_and_cloned(sites);
        Assert.Equal("0", await sites.Ask(TwoSites.Primary, 1, $"SELECT GTID_SUBSET('{gtid}', @@GLOBAL.gtid_executed)", Ct));
        Assert.Equal("0", await sites.Ask(TwoSites.Primary, 1, "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'lost'", Ct));
    }

    [Fact]
    public async Task A_receiver_that_seeks_the_lost_site_is_stopped_beside_AdminAPI_and_seeks_on_when_that_fails()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29900, Ct);
        await KillPrimary(sites);
        await sites.Dr[0].WaitFor(ReceiverState, "CONNECTING", Ct);
        var shell = new FailingShell(() => sites.Dr[0].WaitFor(ReceiverState, "OFF", Ct));

        await Assert.ThrowsAsync<StepFailedException>(() => sites.ForceBy(shell).Apply(Force, Ct));

        Assert.Equal(2, shell.Calls); // without haste the second time
        await sites.Dr[0].WaitFor(ReceiverState, "CONNECTING", Ct);
        await sites.Force.Apply(Force, Ct);
        Assert.IsType<StepState.Done>(await sites.Force.Verify(Force, Ct));
    }

    [Fact]
    public async Task A_whole_group_that_was_cut_off_comes_back_with_all_its_servers()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29800, Ct);
        await sites.StartShut(TwoSites.Primary, Ct);
        await Task.WhenAll(sites.Prd.All.Select(server => server.Freeze(Ct)));
        await sites.Execute(TwoSites.Replica, 0, "STOP REPLICA IO_THREAD FOR CHANNEL 'clusterset_replication'", Ct);
        await sites.Force.Apply(Force, Ct);
        await Task.WhenAll(sites.Prd.All.Select(server => server.Thaw(Ct)));
        await StepRuns.BroughtToItsEnd(sites.Fence, new FenceCluster(TwoSites.Primary, "mycs"));
        var back = Assert.IsType<Rebooted>(Assert.IsType<StepState.Done>(await sites.Reboot.Check(new RebootCluster(TwoSites.Primary, "mycs", "prd"), Ct)).Facts);
        await StepRuns.BroughtToItsEnd(sites.Rejoin, new RejoinCluster(TwoSites.Replica, "mycs", "prd", back.Executed));
        // When the channel is made on the group's primary, a member can fail to take that over, and leaves ("Error writing source configuration", MY-010728 and MY-013487: seen on the lab, 9.7.4).
        var second = new RejoinInstance(TwoSites.Primary, 1);
        if (await sites.RejoinInstance.Check(second, Ct) is StepState.Needed)
            await StepRuns.BroughtToItsEnd(sites.RejoinInstance, second);
        Assert.Equal("2", await sites.Ask(TwoSites.Primary, 0, "SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE member_state = 'ONLINE'", Ct));
        Assert.IsType<StepState.Done>(await sites.Follower.Verify(new VerifyFollower(TwoSites.Primary, "mycs", "prd", "myreplica"), Ct));
    }

    private static async Task It_is_let_go_and_cloned(TwoSites sites)
    {
        var (look, detach, discard) = (
            new InspectRejoin(TwoSites.Replica, "mycs", "prd", MayHaveLeft: true),
            new DetachReplica { Cluster = TwoSites.Replica, SetName = "mycs", ReplicaName = "prd", Unreachable = true },
            new DiscardCluster(TwoSites.Primary, "mycs"));
        await sites.Execute(TwoSites.Primary, 0, "SET GLOBAL super_read_only = OFF", Ct);
        Assert.Contains("would take writes", Assert.IsType<StepState.Unsafe>(await sites.Discard.Check(discard, Ct)).Reason, StringComparison.Ordinal);
        await sites.Fence.Apply(new FenceCluster(TwoSites.Primary, "mycs"), Ct);
        await StepRuns.BroughtToItsEnd(sites.Detach, detach);
        Assert.IsType<StepState.Done>(await sites.InspectRejoin.Check(look, Ct)); // another attempt finds it gone, and goes on
        Assert.IsType<StepState.Unsafe>(await sites.InspectRejoin.Check(look with { MayHaveLeft = false }, Ct));
        await StepRuns.BroughtToItsEnd(sites.Discard, discard);
        // What an operator does that was starting the group again while it was taken apart.
        await sites.Execute(TwoSites.Primary, 0, "SET GLOBAL group_replication_bootstrap_group = ON; START GROUP_REPLICATION; SET GLOBAL group_replication_bootstrap_group = OFF", Ct);
        var join = new CreateReplicaCluster { Cluster = TwoSites.Replica, SetName = "mycs", ReplicaHost = sites.Prd[0].Address, ReplicaName = "prd" };
        Assert.Contains("unmanaged replication group", (await Assert.ThrowsAsync<StepFailedException>(() => sites.Join.Apply(join, Ct))).Message, StringComparison.Ordinal);
        await StepRuns.BroughtToItsEnd(sites.Join, join with { IsGivenUp = true });
        await A_guarded_server_is_added(sites);
        Assert.Contains("still has prd", Assert.IsType<StepState.Unsafe>(await sites.Discard.Check(discard, Ct)).Reason, StringComparison.Ordinal);
        Assert.IsType<StepState.Done>(await sites.Follower.Verify(new VerifyFollower(TwoSites.Primary, "mycs", "prd", "myreplica"), Ct));
        Assert.IsType<StepState.Done>(await sites.Healthy.Verify(new VerifyClusterSet(TwoSites.Replica, "mycs", new Dictionary<string, int> { ["prd"] = 2, ["myreplica"] = 2 }), Ct));
    }

    // Its guard has it start shut, which also ends the start of the group after the restart that ends the clone: then it is the guard that starts it.
    private static async Task A_guarded_server_is_added(TwoSites sites)
    {
        await sites.StartShut(TwoSites.Primary, Ct);
        var added = StepRuns.BroughtToItsEnd(sites.Add, new AddInstance(TwoSites.Primary, 1));
        var (missing, started) = (new MissingServers(), new List<string>());
        IReadOnlyList<GuardRound> rounds = [];
        while (await Task.WhenAny(added, Task.Delay(TimeSpan.FromMilliseconds(500), Ct)) != added)
        {
            rounds = await sites.GuardRounds(TwoSites.Primary, Ct);
            foreach (var pod in missing.Overdue([.. rounds.Where(round => !sites.Guards.HandsOf(TwoSites.Primary).IsLeftToAdminApi(round))], BootClock.Now))
                started.Add(await Start(sites, pod));
        }

        Assert.True(added.IsCompletedSuccessfully, $"starts: {string.Join("; ", started)}\nlast: {string.Join("\n", rounds)}\n{added.Exception}");
        Assert.Contains("", started);
    }

    /// <summary>Starts the group on a server as a guard does; what the server said against it, empty for nothing.</summary>
    private static async Task<string> Start(TwoSites sites, string pod)
    {
        try
        {
            await using var sql = await sites.Servers.Open(TwoSites.Primary, pod, Ct);
            await GroupStart.On(sql, Ct);
            return "";
        }
        catch (MySqlException refused)
        {
            return refused.Message; // as a guard does, it is tried again
        }
    }

    private static async Task A_primary_that_lives_is_not_replaced(TwoSites sites)
    {
        Assert.True((await Evidence(sites)).Receives);
        Assert.Contains("still receives from prd", Assert.IsType<StepState.Unsafe>(await sites.Force.Check(Force, Ct)).Reason, StringComparison.Ordinal);
        var failed = await Assert.ThrowsAsync<StepFailedException>(() => sites.Force.Apply(Force, Ct)); // AdminAPI says so too
        Assert.Contains("the primary lives", failed.Advice, StringComparison.Ordinal);
    }

    private static async Task The_applier_falls_behind_and_the_primary_dies(TwoSites sites)
    {
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY)", Ct);
        await Heartbeat(sites);
        await sites.Dr[0].WaitFor("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'clusterset_suite'", "1", Ct);
        await sites.Dr[0].WaitFor("SELECT COUNT(*) FROM clusterset_suite.heartbeat", "1", Ct);
        await OnChannel(sites, "STOP REPLICA SQL_THREAD");
        await OnChannel(sites, "CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 3600");
        await OnChannel(sites, "START REPLICA SQL_THREAD");
        await sites.Execute(TwoSites.Primary, 0, "INSERT INTO app.t VALUES (1), (2), (3)", Ct);
        await sites.Dr[0].WaitFor(
            "SELECT GTID_SUBTRACT(received_transaction_set, @@GLOBAL.gtid_executed) <> '' FROM performance_schema.replication_connection_status WHERE channel_name = 'clusterset_replication'", "1", Ct);
        await OnChannel(sites, "STOP REPLICA IO_THREAD");
        await Heartbeat(sites); // acknowledged on the primary and never sent: it must not keep the site out
        await KillPrimary(sites);
    }

    private static async Task Nothing_is_forced_before_everything_received_is_applied(TwoSites sites)
    {
        var evidence = await Evidence(sites);
        Assert.False(evidence.Receives);
        Assert.Equal((1, "prd"), (evidence.Unapplied, evidence.Primary));
        Assert.Contains("would lose them", Assert.IsType<StepState.Unsafe>(await sites.Force.Check(Force, Ct)).Reason, StringComparison.Ordinal);

        Assert.Contains("delay 3600 s", Assert.IsType<StepState.Needed>(await sites.Drain.Check(Drain, Ct)).Why, StringComparison.Ordinal);
        await sites.Drain.Apply(Drain, Ct);
        Assert.IsType<Drained>(Assert.IsType<StepState.Done>(await sites.Drain.Verify(Drain, Ct)).Facts);
    }

    private static async Task The_replica_takes_over_with_every_received_row(TwoSites sites)
    {
        Assert.IsType<StepState.Needed>(await sites.Force.Check(Force, Ct));
        await sites.Force.Apply(Force, Ct);
        var report = Assert.IsType<ForceReport>(Assert.IsType<StepState.Done>(await sites.Force.Verify(Force, Ct)).Facts);

        Assert.True(report.View > uint.MaxValue, "a forced failover raises the view by 2^32");
        Assert.Equal(["prd"], report.Invalidated);
        Assert.Equal("3", await sites.Ask(TwoSites.Replica, 0, "SELECT COUNT(*) FROM app.t", Ct));
        await sites.Execute(TwoSites.Replica, 0, "INSERT INTO app.t VALUES (4)", Ct);
        Assert.IsType<StepState.Done>(await sites.Force.Check(Force, Ct));
        Assert.IsType<StepState.Done>(await sites.NewPrimary.Check(new VerifyNewPrimary { Cluster = TwoSites.Replica, SetName = "mycs", Name = "myreplica", Token = "t" }, Ct));
    }

    private static async Task The_old_site_is_fenced_and_comes_back_server_by_server(TwoSites sites)
    {
        await StartPrimary(sites);
        var (fence, reboot) = (new FenceCluster(TwoSites.Primary, "mycs"), new RebootCluster(TwoSites.Primary, "mycs", "prd"));
        Assert.IsType<StepState.Done>(await sites.InspectRejoin.Check(new InspectRejoin(TwoSites.Replica, "mycs", "prd"), Ct));
        Assert.IsType<StepState.Unsafe>(await sites.InspectRejoin.Check(new InspectRejoin(TwoSites.Replica, "mycs", "myreplica"), Ct));
        await sites.Execute(TwoSites.Primary, 1, "SET GLOBAL super_read_only = 0", Ct); // what somebody in a hurry does
        Assert.Contains("prd-1 would take writes", Assert.IsType<StepState.Needed>(await sites.Fence.Check(fence, Ct)).Why, StringComparison.Ordinal);
        await sites.Fence.Apply(fence, Ct);
        Assert.IsType<StepState.Done>(await sites.Fence.Check(fence, Ct));

        var rejoin = new RejoinCluster(TwoSites.Replica, "mycs", "prd", (await Restarted(sites, reboot)).Executed);
        var fenced = await sites.Fence.Check(fence, Ct);
        Assert.True(fenced is StepState.Done, $"{fenced}, {await ReadOnly(sites)}"); // still read-only after the reboot
        Assert.Equal("1", await sites.Ask(TwoSites.Replica, 0, $"SELECT GTID_SUBTRACT('{rejoin.Executed}', @@GLOBAL.gtid_executed) LIKE '%{HeartbeatTable.Source(sites.PrimaryUuid)}%'", Ct));
        Assert.IsType<StepState.Needed>(await sites.Rejoin.Check(rejoin, Ct));
        await sites.Rejoin.Apply(rejoin, Ct);
        Assert.IsType<StepState.Done>(await sites.Rejoin.Verify(rejoin, Ct));
        for (var ordinal = 0; ordinal < 2; ordinal++)
            await InGroup(sites, new RejoinInstance(TwoSites.Primary, ordinal));

        Assert.IsType<StepState.Done>(await sites.Follower.Verify(new VerifyFollower(TwoSites.Primary, "mycs", "prd", "myreplica"), Ct));
        await sites.Prd[1].WaitFor("SELECT COUNT(*) FROM app.t", "4", Ct);
        var healthy = new VerifyClusterSet(TwoSites.Replica, "mycs", new Dictionary<string, int> { ["prd"] = 2, ["myreplica"] = 2 });
        Assert.IsType<StepState.Done>(await sites.Healthy.Verify(healthy, Ct));
    }

    private static async Task<string> ReadOnly(TwoSites sites)
    {
        const string state = "SELECT CONCAT_WS(' ', @@server_id, @@super_read_only, (SELECT MEMBER_STATE FROM performance_schema.replication_group_members LIMIT 1), (SELECT enabled FROM performance_schema.replication_group_member_actions WHERE name = 'mysql_disable_super_read_only_if_primary'))";
        return $"{await sites.Ask(TwoSites.Primary, 0, state, Ct)}; {await sites.Ask(TwoSites.Primary, 1, state, Ct)}";
    }

    private static async Task InGroup(TwoSites sites, RejoinInstance command)
    {
        if (await sites.RejoinInstance.Check(command, Ct) is StepState.Done)
            return;
        await sites.RejoinInstance.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await sites.RejoinInstance.Verify(command, Ct));
    }

    private static async Task<Rebooted> Restarted(TwoSites sites, RebootCluster command)
    {
        Assert.IsType<StepState.Needed>(await sites.Reboot.Check(command, Ct));
        await sites.Reboot.Apply(command, Ct);
        return Assert.IsType<Rebooted>(Assert.IsType<StepState.Done>(await sites.Reboot.Verify(command, Ct)).Facts);
    }

    private static async Task<ReplicaEvidence> Evidence(TwoSites sites) =>
        Assert.IsType<ReplicaEvidence>(Assert.IsType<StepState.Done>(await sites.Loss.Check(Loss, Ct)).Facts);

    private static async Task Heartbeat(TwoSites sites)
    {
        await using var sql = await sites.Servers.Open(TwoSites.Primary, TwoSites.Primary.Pod(0), Ct);
        await HeartbeatTable.Write(sql, "mycs", Ct);
    }

    private static async Task KillPrimary(TwoSites sites)
    {
        foreach (var server in sites.Prd.All)
            await server.Kill(Ct);
        await sites.Dr[0].WaitFor(
            "SELECT SERVICE_STATE <> 'ON' FROM performance_schema.replication_connection_status WHERE channel_name = 'clusterset_replication'", "1", Ct);
    }

    private static Task StartPrimary(TwoSites sites) => Task.WhenAll(sites.Prd.All.Select(server => server.Start(Ct)));

    private static Task OnChannel(TwoSites sites, string statement) => sites.Execute(TwoSites.Replica, 0, $"{statement} FOR CHANNEL 'clusterset_replication'", Ct);

    /// <summary>Fails after what a real one would have waited for.</summary>
    private sealed class FailingShell(Func<Task> wait) : IMySqlShell
    {
        public int Calls { get; private set; }

        public async Task<ShellResult> Run(ShellCall call, CancellationToken ct)
        {
            await wait();
            Calls++;
            return new ShellResult(1, 51157, "it failed", null, []);
        }
    }
}
