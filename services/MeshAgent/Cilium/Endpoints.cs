using System.Text.Json;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using k8s;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>The CiliumEndpoints of the site.</summary>
public sealed class Endpoints(IKubernetes api)
{
    /// <summary>Namespace and name of every one.</summary>
    /// <exception cref="StepFailedException">Cilium has not registered the type yet, so nothing can be told.</exception>
    public async Task<IReadOnlySet<(string Namespace, string Name)>> All(CancellationToken ct)
    {
        var list = await api.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(CiliumNames.Group, CiliumNames.Version, "ciliumendpoints", cancellationToken: ct).OrAbsent()
            ?? throw new StepFailedException("Cilium has not registered CiliumEndpoints yet", "Look at Deployment cilium-operator, which registers them.", retriable: true);
        return list.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("metadata"))
            .Select(metadata => (metadata.GetProperty("namespace").GetString()!, metadata.GetProperty("name").GetString()!))
            .ToHashSet();
    }
}
