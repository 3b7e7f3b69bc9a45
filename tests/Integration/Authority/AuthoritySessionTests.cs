using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ClusterSetSuite.Integration.Tests.Authority;

/// <summary>The row of authority on a real PostgreSQL: one active detector, an epoch that only grows.</summary>
public sealed class AuthoritySessionTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private NpgsqlDataSource _source = null!;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.Start(Test);
        _source = NpgsqlDataSource.Create($"{_server.ConnectionString};Password={PostgresServer.Password}");
        await using var services = new ServiceCollection().AddSingleton<CommitSignal>().AddDbContext<CoordinatorDb>(db => db.UseNpgsql(_source)).BuildServiceProvider();
        await new SchemaUpgrade(services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, NullLogger<SchemaUpgrade>.Instance).Upgrade(Test);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task One_detector_holds_the_lock_and_the_next_one_finds_its_record()
    {
        await using AuthoritySession first = Session(), second = Session();
        Assert.Equal("prod", (await first.TryLock(Test))!.InitialPrimary);
        Assert.Null(await second.TryLock(Test));
        await first.Swap(Record(1, "one"), null, Test);
        await first.Unlock();

        var won = await second.TryLock(Test);
        Assert.Equal(Record(1, "one"), won!.Record);
        Assert.False(await second.Confirm("two", 1, null, Test));
        await second.Swap(Record(2, "two"), null, Test);
        Assert.True(await second.Confirm("two", 2, null, Test));
        Assert.False(await first.Confirm("one", 1, null, Test)); // the record tells it, whatever it believed
    }

    [Fact]
    public async Task The_lock_of_a_detector_whose_session_is_cut_is_free()
    {
        await using AuthoritySession first = Session(), second = Session();
        Assert.NotNull(await first.TryLock(Test));
        await using (var admin = _source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
            await admin.ExecuteNonQueryAsync(Test);
        await Waiting.Until("the lock is free", async () => await second.TryLock(Test) is not null, Test);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first.Swap(Record(1, "one"), null, Test));
    }

    [Fact]
    public async Task A_decision_and_its_report_are_kept_together_and_the_next_detector_completes_it()
    {
        await using AuthoritySession first = Session(), second = Session();
        await using var services = new ServiceCollection().AddSingleton<CommitSignal>().AddDbContext<CoordinatorDb>(db => db.UseNpgsql(_source)).BuildServiceProvider();
        var reports = new PromotionReports(services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);
        await first.TryLock(Test);
        await first.Swap(Record(1, "one"), null, Test);
        await first.Swap(Promoted(2, "one"), Report(2), Test);
        await first.Swap(Promoted(2, "one"), Report(2), Test); // its answer was lost
        await second.Swap(Promoted(2, "two"), Report(2) with { Person = "somebody else" }, Test); // won by the other
        var kept = Assert.Single(await Kept());
        Assert.Equal((null, null, false), (kept.RecoverySeconds, kept.Person, kept.TakenOver));

        await reports.End("mycs", new EndReport("prod", IsPrimary: true), Test); // of another promotion
        Assert.Null(Assert.Single(await Kept()).RecoverySeconds);
        await reports.End("mycs", new EndReport("dr", IsPrimary: true), Test);
        var ended = Assert.Single(await Kept());
        Assert.True(ended.TakenOver);
        Assert.InRange(ended.RecoverySeconds!.Value, 30, 90);
        await reports.End("mycs", new EndReport("dr", IsPrimary: false), Test); // complete ones stay
        Assert.Equal(ended.RecoverySeconds, Assert.Single(await Kept()).RecoverySeconds);

        await first.Swap(Promoted(3, "one"), Report(3), Test);
        await reports.End("mycs", new EndReport("dr", IsPrimary: false), Test);
        Assert.Equal(2, Assert.Single(await Kept()).Epoch);
        await first.Swap(Promoted(4, "one"), Report(4), Test);
        await reports.Keep("mycs", Report(4) with { Recovery = TimeSpan.FromSeconds(42) }, Test);
        Assert.Equal((2, 42.0, false), (await Kept()) is [.., var last] all ? (all.Count, last.RecoverySeconds, last.TakenOver) : default);

        async Task<List<PromotionView>> Kept()
        {
            await using var scope = services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<CoordinatorDb>().Promotions.AsNoTracking().OrderBy(row => row.Epoch).ToListAsync(Test)).ConvertAll(row => row.ToView());
        }
    }

    [Fact]
    public async Task An_epoch_is_won_once_and_a_repeated_swap_finds_its_own()
    {
        await using AuthoritySession first = Session(), second = Session();
        await first.TryLock(Test);
        Assert.Equal(Record(1, "one"), await first.Swap(Record(1, "one"), null, Test));
        Assert.Equal(Record(2, "one"), await first.Swap(Record(2, "one"), null, Test));
        Assert.Equal(Record(2, "one"), await first.Swap(Record(2, "one"), null, Test)); // its answer was lost
        Assert.Equal(Record(2, "one"), await second.Swap(Record(2, "two"), null, Test)); // the same epoch is somebody else's
        Assert.Equal(Record(2, "one"), await second.Swap(Record(4, "two"), null, Test)); // and none is left out
    }

    [Fact]
    public async Task An_automatic_failover_and_a_maintenance_are_known_to_the_next_detector()
    {
        await using (var first = Session())
        {
            await first.TryLock(Test);
            await first.Swap(Record(1, "one"), null, Test);
            await first.Swap(Promoted(2, "one"), null, Test);
            await first.KeepMaintenance(TimeSpan.FromMinutes(30), Test);
        }

        await using var second = Session();
        var won = (await second.TryLock(Test))!;
        Assert.True(won.SinceAutomatic < TimeSpan.FromMinutes(1));
        Assert.InRange(won.MaintenanceLeft, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        await second.KeepAcknowledgement(Test);
        await second.KeepMaintenance(TimeSpan.Zero, Test);
        await second.Unlock();
        won = (await second.TryLock(Test))!;
        Assert.Null(won.SinceAutomatic);
        Assert.Equal(TimeSpan.Zero, won.MaintenanceLeft);
    }

    [Fact]
    public async Task Since_when_the_primary_is_silent_is_known_to_the_next_detector_until_it_is_heard_or_replaced()
    {
        await using var session = Session();
        async Task<FormerWord?> Next()
        {
            await session.Unlock();
            return (await session.TryLock(Test))!.Former;
        }

        await session.TryLock(Test);
        await session.Swap(Record(1, "one"), null, Test);
        Assert.True(await session.Confirm("one", 1, TimeSpan.FromSeconds(31), Test));
        var word = (await Next())!.Value;
        Assert.InRange(word.SilentFor, TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(50));
        Assert.True(word.Counts);
        await session.Swap(Record(2, "one"), null, Test);
        Assert.NotNull(await Next()); // a detector that took over and was killed too
        Assert.True(await session.Confirm("one", 2, null, Test));
        Assert.Null(await Next());
        Assert.True(await session.Confirm("one", 2, TimeSpan.FromSeconds(31), Test));
        await session.Swap(Promoted(3, "one"), null, Test);
        Assert.Null(await Next());
        Assert.True(await session.Confirm("one", 3, TimeSpan.FromSeconds(31), Test));
        await using (var later = _source.CreateCommand("UPDATE authorities SET silent_until = silent_until - interval '2 minutes'"))
            await later.ExecuteNonQueryAsync(Test);
        Assert.False((await Next())!.Value.Counts);
    }

    private AuthoritySession Session() => new(_source, "mycs", "prod");

    private static AuthorityRecord Record(long epoch, string detector) => new()
    {
        Epoch = epoch, Primary = "prod", Detector = detector, Enforced = true, PromiseSites = SiteSet.Of("dr"), Promotable = SiteSet.Of("dr"),
    };

    private static AuthorityRecord Promoted(long epoch, string detector) => Record(epoch, detector) with { Primary = "dr", Promotion = new("prod", PromotionKind.Failover, null, SiteSet.None) };

    private static FailoverReport Report(long epoch) => new()
    {
        Epoch = epoch, Kind = PromotionKind.Failover, From = "prod", To = "dr", Evidence = [], Loss = new(TimeSpan.Zero, TimeSpan.Zero, false), Kept = GtidSet.Empty, Detection = TimeSpan.FromSeconds(30),
    };
}
