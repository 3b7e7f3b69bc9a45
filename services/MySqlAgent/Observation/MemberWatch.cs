using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Looks at one server once a second, over one connection that it keeps. Servers are watched side by side, so one that hangs holds up nobody but itself.</summary>
internal sealed class MemberWatch : IAsyncDisposable
{
    private readonly IServers _servers;
    private readonly LocalCluster _cluster;
    private readonly string _pod;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private ISql? _sql;
    private MemberObservation _newest;

    /// <summary>Begins to look.</summary>
    public MemberWatch(IServers servers, LocalCluster cluster, string pod, TimeSpan limit, TimeProvider time)
    {
        (_servers, _cluster, _pod, _limit, _time) = (servers, cluster, pod, limit, time);
        _newest = Silent("not looked at yet");
        _watching = Task.Run(Watch);
    }

    /// <summary>What was seen last.</summary>
    public MemberObservation Newest => Volatile.Read(ref _newest);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Drop();
        _end.Dispose();
    }

    private async Task Watch()
    {
        while (!_end.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            Volatile.Write(ref _newest, await Look());
            var rest = SiteObservation.Interval - _time.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, _time, _end.Token);
        }
    }

    private async Task<MemberObservation> Look()
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var reading = Read(round.Token);
        try
        {
            // Waited for from outside: cancelling a statement of a frozen server takes MySqlConnector longer than the limit.
            return await reading.WaitAsync(_limit, _time, _end.Token);
        }
        catch (TimeoutException)
        {
            await round.CancelAsync();
            Abandon(reading);
            return Silent($"no answer within {_limit.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is MySqlException or InvalidOperationException || Unreachable.Is(e) || e is AgentHost.Steps.StepFailedException)
        {
            Drop();
            return Silent(e.Message);
        }
    }

    private async Task<MemberObservation> Read(CancellationToken ct)
    {
        var sql = _sql ??= await _servers.Open(_cluster, _pod, ct);
        return await MemberRound.Read(sql, _pod, ct);
    }

    // The late round may still use the connection, so it is closed when that round has ended.
    private void Abandon(Task reading)
    {
        var sql = Interlocked.Exchange(ref _sql, null);
        _ = reading.ContinueWith(
            async late =>
            {
                _ = late.Exception;
                if (sql is not null)
                    await sql.DisposeAsync();
            },
            TaskScheduler.Default);
    }

    private void Drop()
    {
        if (Interlocked.Exchange(ref _sql, null) is { } sql)
            _ = sql.DisposeAsync().AsTask().ContinueWith(late => _ = late.Exception, TaskScheduler.Default);
    }

    private MemberObservation Silent(string why) => new() { Pod = _pod, Unreachable = why };
}
