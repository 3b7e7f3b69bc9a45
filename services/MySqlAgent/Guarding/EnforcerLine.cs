using ClusterSetSuite.AgentHost.Kubernetes;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>The way to one pod's enforcer: a shell in its container that is opened when it is needed, kept, and opened anew when it has ended (its container has begun another life) or does not answer.</summary>
internal sealed class EnforcerLine(IPodDialogues dialogues, PodTarget target) : IAsyncDisposable
{
    /// <summary>An answer takes milliseconds. On a node that is so busy that it does not, a new shell would take longer still, so that one is given up late.</summary>
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan OneOpening = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IPodDialogue? _open;

    /// <summary>Tells a stamp (empty: none) and returns what the shell says.</summary>
    /// <exception cref="IOException">It could not be asked.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public async Task<string> Ask(string mark, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_open is { } kept)
            {
                try
                {
                    return await Within(OneAnswer, limit => kept.Ask(mark, limit), ct);
                }
#pragma warning disable CA1031 // whatever its end looks like: a new one tells
                catch (Exception) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    await Close();
                }
            }

            _open = await Within(OneOpening, limit => dialogues.Open(target, ["/bin/bash", "-c", EnforcerProbe.StampScript], limit), ct);
            return await Within(OneAnswer, limit => _open.Ask(mark, limit), ct);
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Close();
        _turn.Dispose();
    }

    private async ValueTask Close()
    {
        if (Interlocked.Exchange(ref _open, null) is { } open)
            await open.DisposeAsync();
    }

    private static async Task<T> Within<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(limit);
        return await work(late.Token);
    }
}
