using System.Net.Http.Headers;
using System.Text.Json;
using ClusterSetSuite.Contracts;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>Sends letters to guards on the direct path, sealed with the suite's key.</summary>
public sealed class DirectPost : IDisposable
{
    private readonly HttpClient _http;
    private readonly Lazy<Seal?> _seal;

    /// <summary>A post.</summary>
    /// <param name="keyFile">The file with the key, read at the first letter; null leaves the direct path shut.</param>
    /// <param name="limit">The longest wait for an answer.</param>
    public DirectPost(string? keyFile, TimeSpan limit)
    {
        _http = new(new SocketsHttpHandler { ConnectTimeout = limit, PooledConnectionLifetime = TimeSpan.FromMinutes(1), UseProxy = false }) { Timeout = limit };
        _seal = new(() => keyFile is null ? null : Seal.FromFile(keyFile));
    }

    /// <summary>The seal; null where the direct path is shut.</summary>
    public Seal? Seal => _seal.Value;

    /// <summary>Sends a letter to the first of these addresses that answers it with the suite's seal; null when none does.</summary>
    public async Task<DirectAnswer?> Send(IEnumerable<string> addresses, ToGuard letter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (Seal is not { } seal)
            return null;
        foreach (var address in addresses)
            if (await Send(seal, address, letter, ct) is { } answer)
                return answer;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<DirectAnswer?> Send(Seal seal, string address, ToGuard letter, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(letter, Wire.Options);
        var mark = seal.Of(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}{Seal.Path}") { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.Add(Seal.Header, mark);
        try
        {
            using var response = await _http.SendAsync(request, ct);
            var answer = await response.Content.ReadAsByteArrayAsync(ct);
            var sealedBy = response.Headers.TryGetValues(Seal.Header, out var values) ? values.FirstOrDefault() : null;
            return response.IsSuccessStatusCode && Seal.AreSame(sealedBy, seal.OfAnswer(mark, answer)) ? JsonSerializer.Deserialize<DirectAnswer>(answer, Wire.Options) : null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null; // no answer is one: the core asks again
        }
    }
}
