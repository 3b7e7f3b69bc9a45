using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Looks at one server once a second, over one connection that it keeps. Servers are watched side by side, so one that hangs holds up nobody but itself.</summary>
internal sealed class MemberWatch : IAsyncDisposable
{
    private readonly MemberEye _eye;
    private readonly string _pod;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private MemberObservation _newest;

    /// <summary>Begins to look.</summary>
    public MemberWatch(IServers servers, LocalCluster cluster, string pod, TimeSpan limit, TimeProvider time)
    {
        (_eye, _pod, _limit, _time) = (new(servers, cluster, pod, time), pod, limit, time);
        _newest = Silent("not looked at yet");
        _watching = Task.Run(Watch);
    }

    /// <summary>What was seen last.</summary>
    public MemberObservation Newest => Volatile.Read(ref _newest);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _eye.DisposeAsync();
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
        try
        {
            return await _eye.Read((sql, ct) => MemberRound.Read(sql, _pod, ct), _limit, _end.Token);
        }
#pragma warning disable CA1031 // whatever the way to a server throws, the watch must go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            _end.Token.ThrowIfCancellationRequested();
            return Silent(e is TimeoutException ? $"no answer within {_limit.TotalSeconds:0.#} s" : e.Message);
        }
    }

    private MemberObservation Silent(string why) => new() { Pod = _pod, Unreachable = why };
}
