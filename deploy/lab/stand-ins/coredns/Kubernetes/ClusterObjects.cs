using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Lab.CoreDns.Kubernetes;

/// <summary>The Services, Endpoints and namespaces of the cluster, kept by list and watch. Endpoints rather than EndpointSlices: Kubernetes 1.20 has no EndpointSlice v1.</summary>
public sealed class ClusterObjects
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Kind<V1Service> _services = new();
    private readonly Kind<V1Endpoints> _endpoints = new();
    private readonly Kind<V1Namespace> _namespaces = new();

    /// <summary>Whether the first lists are complete.</summary>
    public bool Synced => _services.Synced && _endpoints.Synced && _namespaces.Synced;

    /// <summary>Starts watching.</summary>
    /// <param name="kubeconfig">A file, or null for the pod's service account.</param>
    /// <param name="context">A context in the file, or null for its current one.</param>
    /// <param name="stopping">The end.</param>
    public static ClusterObjects Watch(string? kubeconfig, string? context, CancellationToken stopping)
    {
        var configuration = kubeconfig is null
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, context);
        var api = new k8s.Kubernetes(configuration).CoreV1;
        var objects = new ClusterObjects();
        _ = objects._services.Keep(
            async ct => { var list = await api.ListServiceForAllNamespacesAsync(cancellationToken: ct); return (list.Items, list.ResourceVersion()); },
            (version, ct) => api.WatchListServiceForAllNamespacesAsync(resourceVersion: version, cancellationToken: ct),
            stopping);
        _ = objects._endpoints.Keep(
            async ct => { var list = await api.ListEndpointsForAllNamespacesAsync(cancellationToken: ct); return (list.Items, list.ResourceVersion()); },
            (version, ct) => api.WatchListEndpointsForAllNamespacesAsync(resourceVersion: version, cancellationToken: ct),
            stopping);
        _ = objects._namespaces.Keep(
            async ct => { var list = await api.ListNamespaceAsync(cancellationToken: ct); return (list.Items, list.ResourceVersion()); },
            (version, ct) => api.WatchListNamespaceAsync(resourceVersion: version, cancellationToken: ct),
            stopping);
        return objects;
    }

    /// <summary>A Service, or null.</summary>
    public V1Service? Service(string @namespace, string name) => _services.Find(@namespace, name);

    /// <summary>All Services.</summary>
    public IEnumerable<V1Service> Services => _services.All;

    /// <summary>The Endpoints of a Service: those that are ready, and the others too where the Service publishes them.</summary>
    public IEnumerable<(V1EndpointSubset Subset, V1EndpointAddress Address)> Addresses(string @namespace, string service) =>
        (_endpoints.Find(@namespace, service)?.Subsets ?? []).SelectMany(subset => (subset.Addresses ?? []).Select(address => (subset, address)));

    /// <summary>Whether the namespace exists.</summary>
    public bool HasNamespace(string name) => _namespaces.Find("", name) is not null;

    private sealed class Kind<T>
        where T : IKubernetesObject<V1ObjectMeta>
    {
        private volatile ConcurrentDictionary<(string Namespace, string Name), T> _all = new();

        public bool Synced { get; private set; }

        public IEnumerable<T> All => _all.Values;

        public T? Find(string @namespace, string name) => _all.GetValueOrDefault((@namespace, name));

        public async Task Keep(
            Func<CancellationToken, Task<(IList<T> Items, string Version)>> list,
            Func<string, CancellationToken, IAsyncEnumerable<(WatchEventType Type, T Item)>> watch,
            CancellationToken stopping)
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    var (items, version) = await list(stopping);
                    _all = new(items.ToDictionary(Key));
                    Synced = true;
                    await foreach (var (type, item) in watch(version, stopping))
                        Take(type, item);
                }
                catch (Exception broken) when (!stopping.IsCancellationRequested)
                {
                    // The API server is away or forgot our version: list anew after a pause, and go on answering from what is known.
                    Console.Error.WriteLine($"[WARNING] plugin/kubernetes: {typeof(T).Name}: {broken.Message}");
                    await Task.Delay(Pause, stopping);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        private void Take(WatchEventType type, T item)
        {
            if (type == WatchEventType.Deleted)
                _all.TryRemove(Key(item), out _);
            else if (type is WatchEventType.Added or WatchEventType.Modified)
                _all[Key(item)] = item;
        }

        private static (string Namespace, string Name) Key(T item) => (item.Metadata.NamespaceProperty ?? "", item.Metadata.Name);
    }
}
