using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
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
        await first.Swap(Record(1, "one"), Test);
        await first.Unlock();

        var won = await second.TryLock(Test);
        Assert.Equal(Record(1, "one"), won!.Record);
        Assert.False(await second.Confirm("two", 1, null, Test));
        await second.Swap(Record(2, "two"), Test);
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
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first.Swap(Record(1, "one"), Test));
    }

    [Fact]
    public async Task An_epoch_is_won_once_and_a_repeated_swap_finds_its_own()
    {
        await using AuthoritySession first = Session(), second = Session();
        await first.TryLock(Test);
        Assert.Equal(Record(1, "one"), await first.Swap(Record(1, "one"), Test));
        Assert.Equal(Record(2, "one"), await first.Swap(Record(2, "one"), Test));
        Assert.Equal(Record(2, "one"), await first.Swap(Record(2, "one"), Test)); // its answer was lost
        Assert.Equal(Record(2, "one"), await second.Swap(Record(2, "two"), Test)); // the same epoch is somebody else's
        Assert.Equal(Record(2, "one"), await second.Swap(Record(4, "two"), Test)); // and none is left out
    }

    [Fact]
    public async Task An_automatic_failover_and_a_maintenance_are_known_to_the_next_detector()
    {
        await using (var first = Session())
        {
            await first.TryLock(Test);
            await first.Swap(Record(1, "one"), Test);
            await first.Swap(Record(2, "one") with { Primary = "dr", Promotion = new("prod", PromotionKind.Failover, null, SiteSet.None) }, Test);
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
        await session.Swap(Record(1, "one"), Test);
        Assert.True(await session.Confirm("one", 1, TimeSpan.FromSeconds(31), Test));
        var word = (await Next())!.Value;
        Assert.InRange(word.SilentFor, TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(50));
        Assert.True(word.Counts);
        await session.Swap(Record(2, "one"), Test);
        Assert.NotNull(await Next()); // a detector that took over and was killed too
        Assert.True(await session.Confirm("one", 2, null, Test));
        Assert.Null(await Next());
        Assert.True(await session.Confirm("one", 2, TimeSpan.FromSeconds(31), Test));
        await session.Swap(Record(3, "one") with { Primary = "dr", Promotion = new("prod", PromotionKind.Failover, null, SiteSet.None) }, Test);
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
}
