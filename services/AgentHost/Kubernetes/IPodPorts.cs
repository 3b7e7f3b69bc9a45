namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>A way to a TCP port of a pod: directly inside the cluster, by the API server's port-forward from outside (embedded mode).</summary>
public interface IPodPorts
{
    /// <summary>Opens the way; dispose it when done.</summary>
    Task<IPodPort> Open(string @namespace, string pod, int port, CancellationToken ct);
}

/// <summary>An open way to a pod's port.</summary>
public interface IPodPort : IAsyncDisposable
{
    /// <summary>The address to connect to.</summary>
    System.Net.IPEndPoint Address { get; }
}
