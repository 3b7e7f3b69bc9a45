using System.Net.Http.Headers;
using System.Text.Json;
using ClusterSetSuite.Contracts;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>Sends letters to guards on the direct path, sealed with the suite's key.</summary>
public sealed class DirectPost : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _limit;
    private readonly Lazy<Seal?> _seal;

    /// <summary>A post.</summary>
    /// <param name="keyFile">The file with the key, read at the first letter; null leaves the direct path shut.</param>
    /// <param name="limit">The longest wait for a connection, and for an answer where none is named.</param>
    public DirectPost(string? keyFile, TimeSpan limit)
    {
        _limit = limit;
        _http = new(new SocketsHttpHandler { ConnectTimeout = limit, PooledConnectionLifetime = TimeSpan.FromMinutes(1), UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _seal = new(() => keyFile is null ? null : Seal.FromFile(keyFile));
    }

    /// <summary>The seal; null where the direct path is shut.</summary>
    public Seal? Seal => _seal.Value;

    /// <summary>Sends a letter to the first of these addresses that answers it with the suite's seal; null when none does.</summary>
    /// <param name="addresses">Where it may be.</param>
    /// <param name="letter">What to send.</param>
    /// <param name="patience">The longest wait for an answer at each address; null for the usual.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<DirectAnswer?> Send(IEnumerable<string> addresses, ToGuard letter, TimeSpan? patience, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (Seal is not { } seal)
            return null;
        foreach (var address in addresses)
            if (await Send(seal, address, letter, patience ?? _limit, ct) is { } answer)
                return answer;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<DirectAnswer?> Send(Seal seal, string address, ToGuard letter, TimeSpan patience, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(letter, Wire.Options);
        var mark = seal.Of(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}{Seal.Path}") { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.Add(Seal.Header, mark);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(limit.Token);
            var sealedBy = response.Headers.TryGetValues(Seal.Header, out var values) ? values.FirstOrDefault() : null;
            return response.IsSuccessStatusCode && Seal.AreSame(sealedBy, seal.OfAnswer(mark, answer)) ? JsonSerializer.Deserialize<DirectAnswer>(answer, Wire.Options) : null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null; // no answer is one: the core asks again
        }
    }
}
