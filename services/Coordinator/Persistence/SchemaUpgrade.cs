using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Brings the tables to the newest version before anything else starts; waits for a database server as long as it takes, but a file that can not be used never mends itself.</summary>
public sealed partial class SchemaUpgrade(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SchemaUpgrade> logger) : IHostedLifecycleService
{
    // Any constant does: it only has to be the same in every Coordinator of a database.
    private const string Lock = "SELECT pg_advisory_xact_lock(7063117)";

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Upgrade(cancellationToken);
                return;
            }
            catch (DbException e) when (e is not SqliteException)
            {
                DatabaseAway(logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            }
        }
    }

    /// <summary>Makes what is missing; safe to run twice and in several processes at once.</summary>
    public async Task Upgrade(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        if (!db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync(Lock, ct);
        await db.Database.ExecuteSqlRawAsync(Schema.Versions, ct);
        foreach (var (version, sql) in Schema.After(await CurrentVersion(db, ct), db.Database.IsNpgsql()))
        {
            await db.Database.ExecuteSqlRawAsync(sql, ct);
            await db.Database.ExecuteSqlAsync($"INSERT INTO schema_versions (version) VALUES ({version})", ct);
            Upgraded(logger, version);
        }

        await transaction.CommitAsync(ct);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<int> CurrentVersion(CoordinatorDb db, CancellationToken ct) =>
        Convert.ToInt32(await db.Database.SqlQueryRaw<int>("SELECT coalesce(max(version), 0) AS \"Value\" FROM schema_versions").SingleAsync(ct), CultureInfo.InvariantCulture);

    [LoggerMessage(1102, LogLevel.Warning, "The database does not answer, trying again: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);

    [LoggerMessage(1103, LogLevel.Information, "The database has version {Version} of the tables now")]
    private static partial void Upgraded(ILogger logger, int version);
}
