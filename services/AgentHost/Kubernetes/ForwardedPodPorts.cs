using k8s;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>From outside the cluster the way is the API server's port-forward, behind a listener on loopback.</summary>
internal sealed class ForwardedPodPorts(IKubernetes client, ILogger<ForwardedPodPorts> log) : IPodPorts
{
    public async Task<IPodPort> Open(string @namespace, string pod, int port, CancellationToken ct)
    {
        await client.CoreV1.ReadNamespacedPodAsync(pod, @namespace, cancellationToken: ct); // a missing pod is told here, not as a broken connection later
        return new ForwardedPodPort(token => client.WebSocketNamespacedPodPortForwardAsync(pod, @namespace, [port], WebSocketProtocol.V4BinaryWebsocketProtocol, cancellationToken: token), log);
    }
}
