using ClusterSetSuite.Lab.CoreDns.Kubernetes;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>What outlives a reload: metrics and the watched objects of the cluster.</summary>
/// <param name="defaultPort">The port of keys that name none (<c>-dns.port</c>).</param>
/// <param name="stopping">The end of the process.</param>
public sealed class Shared(int defaultPort, CancellationToken stopping)
{
    private ClusterObjects? _objects;

    /// <summary>The port of keys that name none.</summary>
    public int DefaultPort => defaultPort;

    /// <summary>Counters.</summary>
    public Metrics Metrics { get; } = new();

    /// <summary>Whether every plugin that must be ready is: here the one that watches the cluster.</summary>
    public bool Ready => _objects?.Synced ?? true;

    /// <summary>The watched objects; the watch starts at the first use.</summary>
    public ClusterObjects Objects(string? kubeconfig, string? context) => _objects ??= ClusterObjects.Watch(kubeconfig, context, stopping);
}
