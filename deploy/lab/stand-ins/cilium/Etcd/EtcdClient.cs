using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace ClusterSetSuite.Lab.Cilium.Etcd;

/// <summary>The few calls of etcd's v3 API that the mesh needs, by etcd's own JSON gateway (<c>/v3/kv/...</c>; keys and values are base64 there).</summary>
public sealed class EtcdClient(Uri endpoint, SocketsHttpHandler handler) : IDisposable
{
    private readonly HttpClient _http = new(handler) { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(8) };

    /// <summary>All pairs whose key starts with a prefix.</summary>
    /// <exception cref="HttpRequestException">No connection, no trust, or refused.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Range(string prefix, CancellationToken ct)
    {
        var answer = await Call("range", new JsonObject { ["key"] = Encode(prefix), ["range_end"] = Encode(EndOf(prefix)) }, ct);
        return (answer["kvs"]?.AsArray() ?? []).ToDictionary(kv => Decode(kv!["key"]!), kv => kv!["value"] is { } value ? Decode(value) : "");
    }

    /// <summary>The value of a key, or null.</summary>
    public async Task<string?> Get(string key, CancellationToken ct)
    {
        var answer = await Call("range", new JsonObject { ["key"] = Encode(key) }, ct);
        return answer["kvs"]?.AsArray() is [{ } kv, ..] && kv["value"] is { } value ? Decode(value) : null;
    }

    /// <summary>Sets a key.</summary>
    public Task Put(string key, string value, CancellationToken ct) => Call("put", new JsonObject { ["key"] = Encode(key), ["value"] = Encode(value) }, ct);

    /// <summary>Deletes a key.</summary>
    public Task Delete(string key, CancellationToken ct) => Call("deleterange", new JsonObject { ["key"] = Encode(key) }, ct);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> Call(string verb, JsonObject body, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync($"/v3/kv/{verb}", body, ct);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"etcd answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        return await answer.Content.ReadFromJsonAsync<JsonObject>(ct) ?? [];
    }

    private static string EndOf(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decode(JsonNode text) => Encoding.UTF8.GetString(Convert.FromBase64String(text.GetValue<string>()));
}
