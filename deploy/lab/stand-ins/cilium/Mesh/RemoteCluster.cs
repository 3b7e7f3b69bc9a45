using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Etcd;

namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>The connection to one remote cluster, by one etcd client file: looks regularly, remembers what it saw, and says how it is.</summary>
public sealed class RemoteCluster(string name, string file, string folder, LocalCluster local, TimeProvider time, Func<string, CancellationToken, Task<string?>>? resolve) : IDisposable
{
    /// <summary>How long the last view stays in force when its source is away; the dataplane outlives a restart of the API server.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private EtcdClient? _client;
    private string _fingerprint = "";
    private RemoteView? _view;
    private long _seenAt;
    private bool _connected;
    private string _text = "Waiting for initial connection to be established";
    private int _failures;
    private DateTimeOffset _lastFailure;

    /// <summary>The remote cluster's name.</summary>
    public string Name => name;

    /// <summary>The client file's text, to notice a change.</summary>
    public string File => file;

    /// <summary>The last view, while it is in force.</summary>
    public RemoteView? View => _view is not null && time.GetElapsedTime(_seenAt) < Grace ? _view : null;

    /// <summary>Looks once; failures are remembered for <see cref="Status"/>, never thrown.</summary>
    public async Task Look(CancellationToken ct)
    {
        try
        {
            var files = EtcdFiles.Parse(file, folder);
            _view = await Read(Connect(files), ct);
            _seenAt = time.GetTimestamp();
            _text = $"etcd: 1/1 connected, leases=0, lock leases=0, has-quorum=true: {files.Endpoint.ToString().TrimEnd('/')} - 3.4 (Leader)";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or JsonException or System.Security.Cryptography.CryptographicException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            _connected = false;
            Failed(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message);
        }
    }

    /// <summary>How the connection is.</summary>
    public RemoteStatus Status()
    {
        var current = _connected && _failures == 0 ? _view : null;
        return new RemoteStatus
        {
            Name = name,
            Ready = current is not null,
            Connected = _connected,
            Status = _text,
            Config = new RemoteConfigStatus(true, current is not null, current?.Config.Id ?? 0, current?.Config.Capabilities.Cached ?? false, current is not null),
            Synced = new RemoteSynced(current is not null, current is not null, current is not null, current is not null),
            NumNodes = current?.Nodes.Count ?? 0,
            NumFailures = _failures,
            LastFailure = _lastFailure,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private EtcdClient Connect(EtcdFiles files)
    {
        var fingerprint = files.Fingerprint();
        if (_client is null || fingerprint != _fingerprint)
        {
            _client?.Dispose();
            _client = new EtcdClient(files.Endpoint, EtcdTls.Handler(files, resolve));
            _fingerprint = fingerprint;
        }

        return _client;
    }

    private async Task<RemoteView> Read(EtcdClient client, CancellationToken ct)
    {
        var text = await client.Get(Keys.ClusterConfig(name), ct);
        _connected = true;
        var config = text is null ? null : JsonSerializer.Deserialize<ClusterConfig>(text);
        if (config is null)
            throw new FormatException("etcd is connected; waiting for the remote cluster configuration to be retrieved: not found");
        if (config.Fault(local.Id, local.MaxConnectedClusters) is { } fault)
            throw new FormatException($"etcd is connected; {fault}");
        var prefix = config.Capabilities.Cached ? Keys.CachedNodes(name) : Keys.Nodes(name);
        var nodes = await client.Range(prefix, ct);
        _failures = 0;
        return new RemoteView(config, nodes.ToDictionary(node => node.Key[prefix.Length..], node => node.Value));
    }

    private void Failed(string text)
    {
        _failures++;
        _lastFailure = time.GetUtcNow();
        _text = text;
        Log.Say($"{name}: {text}");
    }
}
