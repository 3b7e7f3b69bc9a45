using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;

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
    private ISql? _idle;
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
        if (_idle is not null)
            await _idle.DisposeAsync();
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
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var round = new Round { Sql = _idle };
        _idle = null;
        var reading = Read(round, late.Token);
        try
        {
            // Waited for from outside: cancelling a statement of a frozen server takes MySqlConnector longer than the limit.
            var seen = await reading.WaitAsync(_limit, _time, _end.Token);
            _idle = round.Sql;
            return seen;
        }
#pragma warning disable CA1031 // whatever the way to a server throws, the watch must go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            await late.CancelAsync();
            _ = CloseAfter(reading, round);
            _end.Token.ThrowIfCancellationRequested();
            return Silent(e is TimeoutException ? $"no answer within {_limit.TotalSeconds:0.#} s" : e.Message);
        }
    }

    private async Task<MemberObservation> Read(Round round, CancellationToken ct)
    {
        round.Sql ??= await _servers.Open(_cluster, _pod, ct);
        return await MemberRound.Read(round.Sql, _pod, ct);
    }

    // A round that is given up may still use its connection, or get one late: it is closed when the round has ended.
    private static async Task CloseAfter(Task reading, Round round)
    {
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (round.Sql is not null)
            await round.Sql.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private MemberObservation Silent(string why) => new() { Pod = _pod, Unreachable = why };

    private sealed class Round
    {
        public ISql? Sql { get; set; }
    }
}
