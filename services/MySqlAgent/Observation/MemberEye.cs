using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Reads one server over one connection that it keeps, within a limit; a reading beside another gets one of its own. A server that hangs costs the limit and its connection.</summary>
internal sealed class MemberEye(IServers servers, LocalCluster cluster, string pod, TimeProvider time) : IAsyncDisposable
{
    private ISql? _idle;

    /// <summary>One reading.</summary>
    /// <exception cref="TimeoutException">It did not end within the limit.</exception>
    public async Task<T> Read<T>(Func<ISql, CancellationToken, Task<T>> reading, TimeSpan limit, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var round = new Round { Sql = Interlocked.Exchange(ref _idle, null) };
        var running = Run(round, reading, late.Token);
        try
        {
            // Waited for from outside: cancelling a statement of a frozen server takes MySqlConnector longer than the limit.
            var seen = await running.WaitAsync(limit, time, ct);
            if (Interlocked.Exchange(ref _idle, round.Sql) is { } spare)
                await spare.DisposeAsync();
            return seen;
        }
        catch
        {
            await late.CancelAsync();
            _ = CloseAfter(running, round);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _idle, null) is { } idle)
            await idle.DisposeAsync();
    }

    private async Task<T> Run<T>(Round round, Func<ISql, CancellationToken, Task<T>> reading, CancellationToken ct)
    {
        round.Sql ??= await servers.Open(cluster, pod, ct);
        return await reading(round.Sql, ct);
    }

    // A round that is given up may still use its connection, or get one late: it is closed when the round has ended.
    private static async Task CloseAfter(Task running, Round round)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (round.Sql is not null)
            await round.Sql.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed class Round
    {
        public ISql? Sql { get; set; }
    }
}
