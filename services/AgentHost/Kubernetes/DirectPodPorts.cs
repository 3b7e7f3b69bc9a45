using System.Net;
using ClusterSetSuite.AgentHost.Steps;
using k8s;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Inside the cluster a pod's own address is the way. While the API server is silent it is where it was: no pod gets another one meanwhile.</summary>
internal sealed class DirectPodPorts(IKubernetes client, TimeProvider time) : IPodPorts
{
    private readonly LastKnown<(string Namespace, string Pod), IPAddress> _addresses = new(TimeSpan.FromSeconds(1), time);

    public async Task<IPodPort> Open(string @namespace, string pod, int port, CancellationToken ct) =>
        new Direct(new IPEndPoint(await _addresses.Of((@namespace, pod), limit => Address(@namespace, pod, limit), ct), port));

    private async Task<IPAddress> Address(string @namespace, string pod, CancellationToken ct)
    {
        var seen = await client.CoreV1.ReadNamespacedPodAsync(pod, @namespace, cancellationToken: ct);
        return IPAddress.TryParse(seen.Status?.PodIP, out var address)
            ? address
            : throw new StepFailedException($"pod {@namespace}/{pod} has no address yet", "look at the pod's events", retriable: true);
    }

    private sealed record Direct(IPEndPoint Address) : IPodPort
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
