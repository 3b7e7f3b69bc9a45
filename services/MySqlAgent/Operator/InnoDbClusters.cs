using System.Runtime.CompilerServices;
using System.Text.Json;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>The InnoDBCluster resources of this site.</summary>
public sealed class InnoDbClusters(IKubernetes kubernetes)
{
    /// <summary>The operator's API group.</summary>
    public const string Group = "mysql.oracle.com";

    /// <summary>Its version.</summary>
    public const string Version = "v2";

    /// <summary>The resource's name in paths.</summary>
    public const string Plural = "innodbclusters";

    private static readonly TimeSpan BetweenWatches = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The resource, or null where there is none (or no such kind of resource).</summary>
    public async Task<InnoDbCluster?> Find(LocalCluster cluster, CancellationToken ct) =>
        await kubernetes.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(Group, Version, cluster.Namespace, Plural, cluster.Name, ct).OrAbsent() is { } json ? Read(json) : null;

    /// <summary>All resources of these namespaces, or of all namespaces when none is named; none where the kind is not known yet.</summary>
    public async Task<IReadOnlyList<InnoDbCluster>> List(IReadOnlyList<string> namespaces, CancellationToken ct)
    {
        var lists = namespaces.Count == 0
            ? [await kubernetes.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(Group, Version, Plural, cancellationToken: ct).OrAbsent()]
            : await Task.WhenAll(namespaces.Select(ns => kubernetes.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(Group, Version, ns, Plural, cancellationToken: ct).OrAbsent()));
        return [.. lists.OfType<JsonElement>().SelectMany(list => list.GetProperty("items").EnumerateArray()).Select(Read)];
    }

    /// <summary>Whether the API server serves the kind of resource.</summary>
    public async Task<bool> KindExists(CancellationToken ct) =>
        await kubernetes.ApiextensionsV1.ReadCustomResourceDefinitionAsync($"{Plural}.{Group}", cancellationToken: ct).OrNull() is { } definition
        && definition.Spec.Versions.Any(v => v.Name == Version && v.Served);

    /// <summary>Makes the resource by the fields that the command states.</summary>
    public Task Make(CreateInnoDBCluster command, CancellationToken ct) => Patch(command.Cluster, new(Body(command), V1Patch.PatchType.ApplyPatch), force: true, ct);

    /// <summary>
    /// Changes in an existing resource what the command wants otherwise: servers, routers, the second enforcer. All that people have written into it stays (their TLS, storage, limits of containers).
    /// A resource that has changed since it was read is refused by the API server (409).
    /// </summary>
    public Task Change(CreateInnoDBCluster command, InnoDbCluster existing, CancellationToken ct) =>
        Change(command.Cluster, existing, Wanted(command, command.Enforced && !existing.Spec.IsEnforced, existing.Spec), ct);

    /// <summary>Writes what the routers' bootstrap is told. A resource that has changed since it was read is refused by the API server (409).</summary>
    public Task ChangeBootstrap(LocalCluster cluster, InnoDbCluster existing, IReadOnlyList<string> options, CancellationToken ct) =>
        Change(cluster, existing, new { router = new { bootstrapOptions = options } }, ct);

    /// <summary>Writes annotations, and takes those away whose value is null. Not by server-side apply: that would give up the fields which the making of the cluster states under the same name.</summary>
    public Task Annotate(LocalCluster cluster, IReadOnlyDictionary<string, string?> annotations, CancellationToken ct) =>
        Patch(cluster, new(new { metadata = new { annotations } }, V1Patch.PatchType.MergePatch), force: null, ct);

    /// <summary>The resource now and at every change, until <paramref name="ct"/>; the watch is opened again when the API server closes it or its connection is cut.</summary>
    public async IAsyncEnumerable<InnoDbCluster> Watch(LocalCluster cluster, [EnumeratorCancellation] CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            // A watch without a resourceVersion begins with the resource as the API server's cache has it, which may be older than the last write.
            await using var changes = kubernetes.CustomObjects.WatchListNamespacedCustomObjectAsync(
                Group, Version, cluster.Namespace, Plural, fieldSelector: $"metadata.name={cluster.Name}", timeoutSeconds: 60, cancellationToken: ct).GetAsyncEnumerator(ct);
            while (await HasNext(changes))
                if (changes.Current is (WatchEventType.Added or WatchEventType.Modified, JsonElement json))
                    yield return Read(json);
            await Task.Delay(BetweenWatches, ct);
        }
    }

    // A cut connection ends a watch as the API server's own time limit does.
    private static async Task<bool> HasNext(IAsyncEnumerator<(WatchEventType, object)> changes)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What <see cref="Make"/> states.</summary>
    internal static Dictionary<string, object> Body(CreateInnoDBCluster command)
    {
        var spec = Wanted(command, command.Enforced, null);
        (spec["secretName"], spec["baseServerId"], spec["tlsUseSelfSigned"]) = (command.Cluster.SecretName, command.BaseServerId, true);
        if (command.Version is { } version)
            spec["version"] = version;
        if (Volume(command) is { } volume)
            spec["datadirVolumeClaimTemplate"] = volume;
        return new()
        {
            ["apiVersion"] = $"{Group}/{Version}",
            ["kind"] = "InnoDBCluster",
            ["metadata"] = new { name = command.Cluster.Name, @namespace = command.Cluster.Namespace },
            ["spec"] = spec,
        };
    }

    // What can be changed in a resource that is there; its pods are laid over only to be armed, for that starts them anew.
    private static Dictionary<string, object> Wanted(CreateInnoDBCluster command, bool arms, ClusterWish? written)
    {
        var routers = new Dictionary<string, object> { ["instances"] = command.Routers };
        var spec = new Dictionary<string, object> { ["instances"] = command.Cluster.Instances, ["router"] = routers };
        if (!arms)
            return spec;
        (spec["podSpec"], routers["podSpec"]) = (PodSpecs.OfServers(written?.PodSpec), PodSpecs.OfRouters(written?.Router?.PodSpec));
        routers["bootstrapOptions"] = PodSpecs.RouterBootstrap(written?.Router?.BootstrapOptions ?? []);
        return spec;
    }

    private Task<JsonElement> Change(LocalCluster cluster, InnoDbCluster existing, object spec, CancellationToken ct) =>
        Patch(cluster, new(new { metadata = new { resourceVersion = existing.Metadata.ResourceVersion }, spec }, V1Patch.PatchType.MergePatch), force: null, ct);

    private Task<JsonElement> Patch(LocalCluster cluster, V1Patch patch, bool? force, CancellationToken ct) =>
        kubernetes.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
            patch, Group, Version, cluster.Namespace, Plural, cluster.Name, fieldManager: SiteOptions.FieldManager, force: force, cancellationToken: ct);

    private static Dictionary<string, object>? Volume(CreateInnoDBCluster command)
    {
        if (command is { StorageClass: null, StorageSize: null })
            return null;
        var claim = new Dictionary<string, object> { ["accessModes"] = new[] { "ReadWriteOnce" } };
        if (command.StorageClass is { } storageClass)
            claim["storageClassName"] = storageClass;
        if (command.StorageSize is { } size)
            claim["resources"] = new { requests = new { storage = size } };
        return claim;
    }

    private static InnoDbCluster Read(JsonElement json) =>
        new()
        {
            Metadata = KubernetesJson.Deserialize<V1ObjectMeta>(json.GetProperty("metadata").GetRawText()),
            Spec = json.TryGetProperty("spec", out var spec) ? spec.Deserialize<ClusterWish>(Json)! : new ClusterWish(),
            Status = json.TryGetProperty("status", out var status) ? status.Deserialize<ClusterState>(Json) : null,
        };
}
