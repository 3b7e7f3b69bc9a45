using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Switching;

/// <summary>A meter that writes.</summary>
public sealed partial class RunningMeter : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly ISql _old;
    private readonly ISql? _peer;
    private readonly string _token;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private readonly List<int> _acknowledged = [];
    private readonly Task _writing;
    private TimeSpan _longest;
    private long _last;
    private bool _peerTook;
    private bool _lastWasPeer;

    internal RunningMeter(ISql old, ISql? peer, string token, TimeProvider time, ILogger log)
    {
        (_old, _peer, _token, _time, _log) = (old, peer, token, time, log);
        _last = time.GetTimestamp();
        _writing = Task.Run(Write);
    }

    /// <summary>Stops writing, once the new primary has taken a row where it can be asked.</summary>
    public async Task<SwitchReport> End()
    {
        // The old primary goes on when the switch has failed: then there is nothing more to wait for.
        for (var tries = 0; _peer is not null && !Volatile.Read(ref _peerTook) && tries < 50 && Silence > 5 * Pace; tries++)
            await Task.Delay(Pace, _time);
        await _end.CancelAsync();
        await _writing;
        // Without a route to the new primary the pause lasts, at most, until now.
        if (!_lastWasPeer && Silence > 5 * Pace)
            _longest = Max(_longest, Silence);
        return new SwitchReport { Measured = true, Pause = _longest, Exact = _peerTook, Acknowledged = [.. _acknowledged] };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
        await _old.DisposeAsync();
        if (_peer is not null)
            await _peer.DisposeAsync();
    }

    private TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _last));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task Write()
    {
        var (usePeer, oldLives, peerLives) = (false, true, _peer is not null);
        for (var number = 1; !_end.IsCancellationRequested; number++)
        {
            var taken = usePeer ? await Try(_peer!, number) : await Try(_old, number);
            if (taken is true)
                Note(number, usePeer);
            else if (taken is null)
                (oldLives, peerLives) = usePeer ? (oldLives, false) : (false, peerLives);
            if (!oldLives && !peerLives)
                return;
            if (taken is not true)
                usePeer = (!usePeer && peerLives) || !oldLives;
            await Pause();
        }
    }

    private void Note(int number, bool peer)
    {
        _longest = Max(_longest, Silence);
        Volatile.Write(ref _last, _time.GetTimestamp());
        _acknowledged.Add(number);
        _lastWasPeer = peer;
        if (peer)
            Volatile.Write(ref _peerTook, true);
    }

    // True: acknowledged. False: refused (read-only). Null: the connection is gone, and whether the row was taken is unknown.
    private async Task<bool?> Try(ISql sql, int number)
    {
        try
        {
            await sql.Execute(
                "INSERT INTO clusterset_suite.switch_rows VALUES (@token, @number)", new Dictionary<string, object?> { ["@token"] = _token, ["@number"] = number }, _end.Token);
            return true;
        }
        catch (MySqlConnector.MySqlException e) when (e.Number is 1290 or 1836 or 3100 or 3101)
        {
            return false; // read-only, or rolled back by the group
        }
        catch (Exception e) when (e is OperationCanceledException or MySqlConnector.MySqlException or InvalidOperationException or IOException)
        {
            LogLost(_log, e.Message);
            return null;
        }
    }

    private async Task Pause()
    {
        try
        {
            await Task.Delay(Pace, _time, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The end of the measurement.
        }
    }

    [LoggerMessage(3101, LogLevel.Debug, "The meter's connection is gone: {Reason}")]
    private static partial void LogLost(ILogger log, string reason);
}
