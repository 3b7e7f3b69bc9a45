using System.Collections.Concurrent;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.TestServers.MySql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>The observer on real servers, one of which hangs.</summary>
[Collection("real servers")]
public sealed class ObservationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_tells_once_a_second_what_its_servers_say_and_a_hung_server_holds_up_nobody()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29400, Ct);
        await using var observer = new RunningObserver(sites, TwoSites.Replica);

        var well = await observer.Until(seen => seen.Clusters is [{ Online: 2, Primary.Channel.Runs: true }]);
        var cluster = well.Clusters[0];
        Assert.Equal(("dr", "mysql-dr", "dr"), (well.Site, cluster.Namespace, cluster.Name));
        Assert.Equal(("mycs", "prd", "myreplica"), (cluster.Set!.Name, cluster.Set.Primary, cluster.Set.Own));
        Assert.Empty(cluster.Writable);
        Assert.Equal(sites.Dr[0].Address, cluster.Primary!.Address);
        Assert.Equal((0, ""), (cluster.Primary.Channel!.Lag, cluster.Primary.Channel.Unapplied));
        Assert.StartsWith(sites.Prd[0].Address, cluster.Primary.Channel.Source, StringComparison.Ordinal);

        await sites.Dr[1].Freeze(Ct);
        var hung = await observer.Until(seen => seen.Clusters[0].Members[1].Unreachable is { } why && why.Contains("no answer within", StringComparison.Ordinal));
        Assert.True(hung.Clusters[0].Members[0].Answers);
        var before = await observer.Next();
        var after = await observer.Next();
        Assert.Equal(before.Number + 1, after.Number);
        Assert.InRange(after.At - before.At, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)); // no slower for the hung one
        await sites.Execute(TwoSites.Replica, 0, "SET GLOBAL offline_mode = 1", Ct);
        await observer.Until(seen => seen.Clusters[0].Members[0].Offline); // what changes on the other server is seen all the same

        await sites.Dr[1].Thaw(Ct);
        await sites.Execute(TwoSites.Replica, 0, "SET GLOBAL offline_mode = 0", Ct);
        await observer.Until(seen => seen.Clusters is [{ Online: 2 }]);
        await A_fenced_group_that_is_opened_takes_writes_of_every_account(sites);
        await A_guarded_server_that_restarts_is_brought_back_into_its_group(sites, observer);
    }

    /// <summary>Who sets <c>super_read_only</c> sets <c>read_only</c> too, but who takes it back does not: accounts without rights of an administrator would stay shut out.</summary>
    private static async Task A_fenced_group_that_is_opened_takes_writes_of_every_account(TwoSites sites)
    {
        const string Both = "SELECT CONCAT(@@GLOBAL.read_only, @@GLOBAL.super_read_only)";
        await using var hands = new GroupHands(new GuardedCluster("mycs", TwoSites.Primary), sites.Rounds, sites.Servers, null!, null!, TimeProvider.System); // neither pods nor second enforcers here
        Assert.Equal("", await hands.Climb(FenceRung.ReadOnly, "prd-0", keepStopped: false, TimeSpan.FromSeconds(10), Ct));
        Assert.Equal("11", await sites.Ask(TwoSites.Primary, 0, Both, Ct));
        await sites.Execute(TwoSites.Primary, 0, "SET GLOBAL super_read_only = OFF", Ct);
        Assert.True((await sites.Rounds.At(TwoSites.Primary, Ct)).Members[0].IsForAdministratorsOnly);
        Assert.True(await hands.Open(Ct));
        Assert.False((await sites.Rounds.At(TwoSites.Primary, Ct)).Members[0].IsForAdministratorsOnly);
        Assert.Equal("00", await sites.Ask(TwoSites.Primary, 0, Both, Ct));
    }

    private static async Task A_guarded_server_that_restarts_is_brought_back_into_its_group(TwoSites sites, RunningObserver observer)
    {
        await sites.StartShut(TwoSites.Replica, Ct);
        await sites.Execute(TwoSites.Replica, 1, "SHUTDOWN", Ct);
        await observer.Until(seen => seen.Clusters[0].Members[1].Unreachable is not null);
        await sites.Dr[1].Kill(Ct);
        await sites.Dr[1].Start(Ct);
        await observer.Until(seen => seen.Clusters[0].Members[1] is { Answers: true, State: "OFFLINE", Offline: true, ReadOnly: true });

        await using var sql = await sites.Servers.Open(TwoSites.Replica, TwoSites.Replica.Pod(1), Ct);
        Assert.Equal([TwoSites.Replica.Pod(1)], GroupStart.Missing(await sites.GuardRounds(TwoSites.Replica, Ct)));
        await GroupStart.On(sql, Ct);
        await observer.Until(seen => seen.Clusters is [{ Online: 2 }]);
    }

    /// <summary>An observer of one cluster, and what it told.</summary>
    private sealed class RunningObserver : IAsyncDisposable, ISigns, IObservedClusters
    {
        private readonly BlockingCollection<SiteObservation> _told = [];
        private readonly CancellationTokenSource _end = new();
        private readonly ServiceProvider _services;
        private readonly LocalCluster _cluster;
        private readonly Task _running;

        public RunningObserver(TwoSites sites, LocalCluster cluster)
        {
            _cluster = cluster;
            _services = new ServiceCollection().AddSingleton<IServers>(sites.Servers).AddSingleton<IObservedClusters>(this).BuildServiceProvider();
            var options = Options.Create(new MySqlOptions { ObserveLimit = TimeSpan.FromSeconds(1) });
            var observer = new SiteObserver(new AgentIdentity("mysql-agent", "dr"), _services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, options);
            _running = observer.Run(this, _end.Token);
        }

        public Task<IReadOnlyList<LocalCluster>> Find(CancellationToken ct) => Task.FromResult<IReadOnlyList<LocalCluster>>([_cluster]);

        public Task<IReadOnlyList<GuardedCluster>> FindGuarded(CancellationToken ct) => Task.FromResult<IReadOnlyList<GuardedCluster>>([new("mycs", _cluster)]);

        public Task Tell<T>(T sign, CancellationToken ct)
            where T : class
        {
            _told.Add(Assert.IsType<SiteObservation>(sign), ct);
            return Task.CompletedTask;
        }

        public Task<SiteObservation> Next() => Task.Run(() => _told.Take(Ct), Ct);

        public async Task<SiteObservation> Until(Func<SiteObservation, bool> wanted)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            while (true)
            {
                var seen = await Task.Run(() => _told.Take(limit.Token), limit.Token);
                if (wanted(seen))
                    return seen;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _services.DisposeAsync();
            _end.Dispose();
            _told.Dispose();
        }
    }
}
