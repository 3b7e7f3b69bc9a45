using System.Net;
using ClusterSetSuite.AgentHost.Steps;
using k8s;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Inside the cluster a pod's own address is the way.</summary>
internal sealed class DirectPodPorts(IKubernetes client) : IPodPorts
{
    public async Task<IPodPort> Open(string @namespace, string pod, int port, CancellationToken ct)
    {
        var seen = await client.CoreV1.ReadNamespacedPodAsync(pod, @namespace, cancellationToken: ct);
        return IPAddress.TryParse(seen.Status?.PodIP, out var address)
            ? new Direct(new IPEndPoint(address, port))
            : throw new StepFailedException($"pod {@namespace}/{pod} has no address yet", "look at the pod's events", retriable: true);
    }

    private sealed record Direct(IPEndPoint Address) : IPodPort
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
