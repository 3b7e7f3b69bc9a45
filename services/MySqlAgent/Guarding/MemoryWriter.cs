using System.Threading.Channels;
using ClusterSetSuite.Failover.Guard;
using k8s.Autorest;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Writes what the core wants to have kept, one after the other and the newest only, until the API server takes it.</summary>
internal sealed partial class MemoryWriter(GuardStore store, Func<KeptAuthority, GuardMemory> memory, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(2);

    private readonly Channel<KeepAuthority> _wishes = Channel.CreateUnbounded<KeepAuthority>(new() { SingleReader = true });

    /// <summary>Wishes to have something kept.</summary>
    public void Write(KeepAuthority wish) => _wishes.Writer.TryWrite(wish);

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="kept">Told the sequence of each wish that is durable now.</param>
    /// <param name="stopping">Stops it.</param>
    /// <exception cref="GuardReplacedException">Another guard has taken over.</exception>
    public async Task Run(Action<long> kept, CancellationToken stopping)
    {
        while (await _wishes.Reader.WaitToReadAsync(stopping))
        {
            KeepAuthority? newest = null;
            while (newest is null || !await IsWritten(newest, stopping))
            {
                while (_wishes.Reader.TryRead(out var wish))
                    newest = newest is null || wish.Sequence > newest.Sequence ? wish : newest;
            }

            kept(newest.Sequence);
        }
    }

    private async Task<bool> IsWritten(KeepAuthority wish, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(OneTry);
        try
        {
            await store.Write(memory(wish.Authority), limit.Token);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested && e is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            LogNotKept(e.Message);
            await Task.Delay(Pause, time, stopping);
            return false;
        }
    }

    [LoggerMessage(335, LogLevel.Warning, "The API server does not take what the guard must keep, trying again: {Reason}")]
    private partial void LogNotKept(string reason);
}
