using System.Collections.Concurrent;
using System.Net;
using k8s.Autorest;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>What the API server told last, for the time when it does not answer: a guard must reach its servers then too. What it says of a thing that is gone, or forbids, counts.</summary>
/// <typeparam name="TKey">What a value is known by.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="patience">How long an answer is waited for where an earlier one is known.</param>
/// <param name="time">The clock of that wait.</param>
public sealed class LastKnown<TKey, TValue>(TimeSpan patience, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();

    /// <summary>The value as it is told now, else as it was told last.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="ask">Asks the API server.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<TValue> Of(TKey key, Func<CancellationToken, Task<TValue>> ask, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (!_known.TryGetValue(key, out var known))
            return _known[key] = await ask(ct);
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return _known[key] = await ask(either.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && IsSilence(e))
        {
            return known;
        }
    }

    private static bool IsSilence(Exception exception) => exception switch
    {
        HttpOperationException { Response.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } => true,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };
}
