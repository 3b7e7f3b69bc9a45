using System.Collections.Concurrent;
using k8s;

namespace ClusterSetSuite.Lab.Cilium.Kubernetes;

/// <summary>Resolves <c>service.namespace.svc</c> by the API: an agent on the host network must not depend on the cluster's DNS.</summary>
public sealed class ServiceNames(IKubernetes api)
{
    private readonly ConcurrentDictionary<string, string> _known = new();

    /// <summary>The ClusterIP, or null where the name is not a Service's.</summary>
    public async Task<string?> Resolve(string host, CancellationToken ct)
    {
        if (host.Split('.') is not [var name, var space, "svc", ..])
            return null;
        if (!_known.TryGetValue(host, out var address))
            _known[host] = address = (await api.CoreV1.ReadNamespacedServiceAsync(name, space, cancellationToken: ct)).Spec.ClusterIP;
        return address;
    }

    /// <summary>Forgets, so that a Service made anew is found.</summary>
    public void Forget() => _known.Clear();
}
