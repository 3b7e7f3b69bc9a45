using ClusterSetSuite.AgentHost.Kubernetes;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// The way to one pod's enforcer: a shell in its container that is opened when it is needed, kept, and opened anew when it has ended (its container has begun another life) or does not answer.
/// It is opened by exec and asked to call back; as soon as it has, the connection that it made is the way, and the API server is not needed any more.
/// </summary>
internal sealed class EnforcerLine(IPodDialogues dialogues, EnforcerCalls calls, PodTarget target) : IAsyncDisposable
{
    /// <summary>An answer takes milliseconds. On a node that is so busy that it does not, a new shell would take longer still, so that one is given up late.</summary>
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan OneOpening = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IPodDialogue? _open;
    private ExpectedCall? _call;

    /// <summary>Tells a stamp (empty: none) and returns what the shell says.</summary>
    /// <exception cref="IOException">It could not be asked.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public async Task<string> Ask(string mark, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await TakeCall();
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

            await Open(ct);
            return await Within(OneAnswer, limit => _open!.Ask(mark, limit), ct);
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
        await Withdraw();
        _turn.Dispose();
    }

    private async Task Open(CancellationToken ct)
    {
        _open = await Within(OneOpening, limit => dialogues.Open(target, ["/bin/bash", "-c", EnforcerProbe.StampScript], limit), ct);
        await Withdraw();
        _call = calls.Expect();
        if (_call is { Words: var words })
            await Within(OneAnswer, limit => _open.Ask(words, limit), ct);
    }

    private async ValueTask TakeCall()
    {
        if (_call?.Take() is not { } called)
            return;
        _call = null;
        await Close();
        _open = called;
    }

    private async ValueTask Withdraw()
    {
        if (Interlocked.Exchange(ref _call, null) is { } call)
            await call.DisposeAsync();
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
