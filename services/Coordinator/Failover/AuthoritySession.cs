using System.Data.Common;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using Npgsql;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>
/// One ClusterSet's row of authority in PostgreSQL, by a session of its own: the session's advisory lock makes its detector the active one, and ends with it.
/// Every write is one synchronous transaction; every answer comes from the writer.
/// </summary>
internal sealed class AuthoritySession(NpgsqlDataSource source, string set, string initialPrimary) : IAsyncDisposable
{
    // Any constant does: it only has to be the same in every Coordinator of a database.
    private const int Lock = 7063118;
    private const int Limit = 3; // seconds for one statement

    // A session whose Coordinator is cut off ends within seconds, and with it the lock.
    private const string Begin = "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 5000; SET synchronous_commit = on";

    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection? _session;
    private bool _isSilenceKept = true; // not known before the first time

    /// <summary>Tries to win the lock; the record and what belongs to it when it was won.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public Task<LockWon?> TryLock(CancellationToken ct) => InTurn(async session =>
    {
        await using var locking = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, hashtext($2))", session) { CommandTimeout = Limit, Parameters = { new() { Value = Lock }, new() { Value = set } } };
        if (await locking.ExecuteScalarAsync(ct) is not true)
            return null;
        await using var reading = new NpgsqlCommand("SELECT record, now() - automatic_at, maintenance_until - now(), now() - silent_since, now() - silent_until FROM authorities WHERE cluster_set = $1", session)
        {
            CommandTimeout = Limit, Parameters = { new() { Value = set } },
        };
        await using var row = await reading.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return new LockWon(null, initialPrimary, null, TimeSpan.Zero);
        var left = await row.IsDBNullAsync(2, ct) ? TimeSpan.Zero : row.GetTimeSpan(2);
        return new LockWon(Read(row.GetString(0)), initialPrimary, await row.IsDBNullAsync(1, ct) ? null : row.GetTimeSpan(1), left > TimeSpan.Zero ? left : TimeSpan.Zero)
        {
            Former = await row.IsDBNullAsync(3, ct) ? null : new FormerWord(row.GetTimeSpan(3), row.GetTimeSpan(4)),
        };
    }, ct);

    /// <summary>Whether the record is still the detector's; the lock is, as long as the session lives. Keeps for the next detector since when the primary is silent.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="epoch">The epoch that it knows.</param>
    /// <param name="silence">How long ago the primary gave its last sign of life, while it is silent; else null.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public Task<bool> Confirm(string detector, long epoch, TimeSpan? silence, CancellationToken ct) => InTurn(
        async session =>
        {
            if (await Current(session, null, ct) is not { } record || record.Detector != detector || record.Epoch < epoch)
                return false;
            if (silence is null && !_isSilenceKept)
                return true;
            await using var keeping = new NpgsqlCommand(
                "UPDATE authorities SET silent_since = now() - $2::interval, silent_until = CASE WHEN $2::interval IS NULL THEN NULL ELSE now() END WHERE cluster_set = $1 AND epoch = $3", session)
            {
                CommandTimeout = Limit, Parameters = { new() { Value = set }, new() { Value = silence ?? (object)DBNull.Value }, new() { Value = record.Epoch } },
            };
            await keeping.ExecuteNonQueryAsync(ct);
            _isSilenceKept = silence is not null;
            return true;
        },
        ct);

    /// <summary>Writes the record if the one before it is there, and with it the report of the promotion that it decides; returns the one that is there now.</summary>
    /// <exception cref="DbException">The database can not be asked; whether it wrote is not known.</exception>
    public Task<AuthorityRecord> Swap(AuthorityRecord next, FailoverReport? report, CancellationToken ct) => InTurn(
        async session =>
        {
            await using var transaction = await session.BeginTransactionAsync(ct);
            var isAutomatic = next.Promotion is { Person: null, Kind: not PromotionKind.Switchover };
            await using var writing = new NpgsqlCommand(
                """
                INSERT INTO authorities (cluster_set, epoch, record, automatic_at) SELECT $1, $2, $3, CASE WHEN $4 THEN now() END
                WHERE $2 = 1 OR EXISTS (SELECT 1 FROM authorities WHERE cluster_set = $1)
                ON CONFLICT (cluster_set) DO UPDATE SET epoch = $2, record = $3, automatic_at = CASE WHEN $4 AND authorities.epoch < $2 THEN now() ELSE authorities.automatic_at END,
                  silent_since = CASE WHEN $5 THEN NULL ELSE authorities.silent_since END, silent_until = CASE WHEN $5 THEN NULL ELSE authorities.silent_until END
                WHERE authorities.epoch = $2 - 1
                """,
                session,
                transaction)
            {
                CommandTimeout = Limit,
                Parameters = { new() { Value = set }, new() { Value = next.Epoch }, new() { Value = Write(next) }, new() { Value = isAutomatic }, new() { Value = next.Promotion is not null } },
            };
            if (await writing.ExecuteNonQueryAsync(ct) > 0 && report is not null)
                await Keep(report, session, transaction, ct);
            var current = await Current(session, transaction, ct) ?? throw new InvalidOperationException($"the record of {set} is gone");
            await transaction.CommitAsync(ct);
            return current;
        },
        ct);

    /// <summary>Keeps for how long a person wants nothing to fail over by itself.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public Task KeepMaintenance(TimeSpan length, CancellationToken ct) => Change("maintenance_until = now() + $2", length, ct);

    /// <summary>Keeps that a person has looked at the last automatic failover.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public Task KeepAcknowledgement(CancellationToken ct) => Change("automatic_at = NULL", null, ct);

    /// <summary>Keeps where the sites are reached, as JSON.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public Task KeepPlaces(string places, CancellationToken ct) => Change("places = $2", places, ct);

    /// <summary>Gives the lock back.</summary>
    public async Task Unlock()
    {
        await _turn.WaitAsync();
        try
        {
            await Close();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The record as text.</summary>
    internal static string Write(AuthorityRecord record) => Wire.ToJson(record).GetRawText();

    /// <summary>The record from text.</summary>
    internal static AuthorityRecord Read(string json) => Wire.FromJson<AuthorityRecord>(JsonElement.Parse(json));

    public async ValueTask DisposeAsync()
    {
        await Unlock();
        _turn.Dispose();
    }

    private Task<int> Change(string assignment, object? value, CancellationToken ct) => InTurn(
        async session =>
        {
            await using var writing = new NpgsqlCommand($"UPDATE authorities SET {assignment} WHERE cluster_set = $1", session) { CommandTimeout = Limit, Parameters = { new() { Value = set } } };
            if (value is not null)
                writing.Parameters.Add(new() { Value = value });
            return await writing.ExecuteNonQueryAsync(ct);
        },
        ct);

    private async Task Keep(FailoverReport report, NpgsqlConnection session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var keeping = new NpgsqlCommand("INSERT INTO promotions (cluster_set, epoch, at, report) VALUES ($1, $2, now(), $3)", session, transaction)
        {
            CommandTimeout = Limit, Parameters = { new() { Value = set }, new() { Value = report.Epoch }, new() { Value = PromotionReports.Write(report) } },
        };
        await keeping.ExecuteNonQueryAsync(ct);
    }

    private async Task<AuthorityRecord?> Current(NpgsqlConnection session, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var reading = new NpgsqlCommand("SELECT record FROM authorities WHERE cluster_set = $1", session, transaction) { CommandTimeout = Limit, Parameters = { new() { Value = set } } };
        return await reading.ExecuteScalarAsync(ct) is string json ? Read(json) : null;
    }

    // One statement at a time; a session that failed is given up, and the lock with it.
    private async Task<T> InTurn<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await work(_session ??= await Open(ct));
        }
        catch
        {
            await Close();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<NpgsqlConnection> Open(CancellationToken ct)
    {
        var session = await source.OpenConnectionAsync(ct);
        try
        {
            await using var begin = new NpgsqlCommand(Begin, session) { CommandTimeout = Limit };
            await begin.ExecuteNonQueryAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    // A pooled session is reset only when it is used again, so the lock is let go of first; where that can not be told to the database, the session itself is ended.
    private async Task Close()
    {
        var session = _session;
        _session = null;
        if (session is null)
            return;
        try
        {
            await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", session) { CommandTimeout = Limit };
            await unlock.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(session);
        }

        await session.DisposeAsync();
    }
}
