using System.Net;
using System.Text.Json;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Failover.Guard;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>What a guard keeps on durable storage: a ConfigMap beside its cluster, so etcd writes it through and it survives pod and node. Only one guard writes it: a second one takes it over, and the first finds out with its next write.</summary>
internal sealed class GuardStore(IKubernetes kubernetes, GuardedCluster cluster)
{
    private const string Key = "guard";

    private V1ConfigMap? _map;

    private string Name => $"clusterset-guard-{cluster.Cluster.Name}";

    private string Namespace => cluster.Cluster.Namespace;

    /// <summary>Takes it over for a new life of the guard: what was kept, with one start more, which is written before it is returned.</summary>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public async Task<GuardMemory> Begin(CancellationToken ct)
    {
        _map = await Find(ct);
        var known = Text(_map) is { } json ? Wire.FromJson<GuardMemory>(JsonElement.Parse(json)) : new GuardMemory();
        var mine = known with { Starts = known.Starts + 1, Owner = Guid.NewGuid() };
        await Write(mine, ct);
        return mine;
    }

    /// <summary>Writes it. When this returns it is durable.</summary>
    /// <exception cref="GuardReplacedException">Another guard has taken over.</exception>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public async Task Write(GuardMemory memory, CancellationToken ct)
    {
        var text = Wire.ToJson(memory).GetRawText();
        try
        {
            if (_map is null)
            {
                _map = await kubernetes.CoreV1.CreateNamespacedConfigMapAsync(Fresh(text), Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
                return;
            }

            _map.Data = new Dictionary<string, string> { [Key] = text };
            _map = await kubernetes.CoreV1.ReplaceNamespacedConfigMapAsync(_map, Name, Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict || (e.Response.StatusCode == HttpStatusCode.NotFound && _map is not null))
        {
            await Reread(memory, text, ct);
        }
    }

    // A write whose answer was lost conflicts when it is repeated, and is then found to be there. One that a person has deleted is made anew.
    private async Task Reread(GuardMemory memory, string text, CancellationToken ct)
    {
        _map = await Find(ct);
        if (Text(_map) is { } json)
        {
            if (json == text)
                return;
            var found = Wire.FromJson<GuardMemory>(JsonElement.Parse(json));
            if (found.Owner != memory.Owner)
                throw new GuardReplacedException($"another guard of {cluster.Cluster.Name} has taken over (start {found.Starts}, this one is {memory.Starts})");
        }

        await Write(memory, ct);
    }

    private async Task<V1ConfigMap?> Find(CancellationToken ct)
    {
        try
        {
            return await kubernetes.CoreV1.ReadNamespacedConfigMapAsync(Name, Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static string? Text(V1ConfigMap? map) => map?.Data is { } data && data.TryGetValue(Key, out var text) ? text : null;

    private V1ConfigMap Fresh(string text) => new()
    {
        Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = Namespace, Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = SiteOptions.FieldManager } },
        Data = new Dictionary<string, string> { [Key] = text },
    };
}

/// <summary>What is on durable storage.</summary>
internal sealed record GuardMemory
{
    /// <summary>How often a guard has started with it.</summary>
    public long Starts { get; init; }

    /// <summary>Who began the newest start: two guards may have counted the same one.</summary>
    public Guid Owner { get; init; }

    /// <summary>What the core wants to have kept.</summary>
    public KeptAuthority? Kept { get; init; }

    /// <summary>Where the other sites' guards took letters directly when they were last heard of.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Addresses { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Another guard looks after this cluster now; this one must end.</summary>
/// <param name="message">How that was found out.</param>
internal sealed class GuardReplacedException(string message) : Exception(message);
