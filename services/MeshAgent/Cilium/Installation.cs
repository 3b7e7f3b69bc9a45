using System.Text;
using ClusterSetSuite.AgentHost.Kubernetes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>The Cilium that runs on this site, as the API server shows it.</summary>
public sealed class Installation(IKubernetes api, IOptions<MeshOptions> options)
{
    private string Space => options.Value.Namespace;

    /// <summary>What it says of itself, or null where none is installed.</summary>
    public async Task<CiliumConfig?> Config(CancellationToken ct) =>
        await api.CoreV1.ReadNamespacedConfigMapAsync(CiliumNames.Config, Space, cancellationToken: ct).OrNull() is { } map ? CiliumConfig.Of(map) : null;

    /// <summary>Whether a Cilium is installed that is not of the agent's Helm release; helm writes its own name on what it makes (since Helm 3.2).</summary>
    public async Task<bool> IsForeign(CancellationToken ct)
    {
        var config = await api.CoreV1.ReadNamespacedConfigMapAsync(CiliumNames.Config, Space, cancellationToken: ct).OrNull();
        return config is not null && config.GetAnnotation("meta.helm.sh/release-name") != options.Value.Release;
    }

    /// <summary>The version in the agents' image tag, or null where there is none.</summary>
    public async Task<string?> ImageVersion(CancellationToken ct)
    {
        var set = await api.AppsV1.ReadNamespacedDaemonSetAsync(CiliumNames.Agent, Space, cancellationToken: ct).OrNull();
        var image = set?.Spec.Template.Spec.Containers.FirstOrDefault(container => container.Name == CiliumNames.AgentContainer)?.Image.Split('@')[0];
        return image is not null && image.LastIndexOf(':') is var colon and > 0 && colon > image.LastIndexOf('/') ? image[(colon + 1)..].TrimStart('v') : null;
    }

    /// <summary>What agents and operator still lack, or null when all are ready.</summary>
    public async Task<string?> NotReady(CancellationToken ct)
    {
        var agents = await api.AppsV1.ReadNamespacedDaemonSetAsync(CiliumNames.Agent, Space, cancellationToken: ct).OrNull();
        if (Rollout.Lacks(agents) is { } lacking)
            return lacking;
        var @operator = await api.AppsV1.ReadNamespacedDeploymentAsync(CiliumNames.Operator, Space, cancellationToken: ct).OrNull();
        return @operator is null ? null : Rollout.Lacks(@operator); // installations exist that run the operator elsewhere (operator.enabled=false)
    }

    /// <summary>What clustermesh-apiserver still lacks, or null when it is ready.</summary>
    public async Task<string?> MeshNotReady(CancellationToken ct) =>
        await api.AppsV1.ReadNamespacedDeploymentAsync(CiliumNames.MeshApiServer, Space, cancellationToken: ct).OrNull() is { } deployment
            ? Rollout.Lacks(deployment)
            : "the cluster mesh is not enabled: there is no Deployment clustermesh-apiserver";

    /// <summary>The Service of clustermesh-apiserver, or null.</summary>
    public Task<V1Service?> MeshService(CancellationToken ct) =>
        api.CoreV1.ReadNamespacedServiceAsync(CiliumNames.MeshApiServer, Space, cancellationToken: ct).OrNull();

    /// <summary>One key of a Secret as text, or null where Secret or key are absent.</summary>
    public async Task<string?> SecretText(string name, string key, CancellationToken ct)
    {
        var secret = await api.CoreV1.ReadNamespacedSecretAsync(name, Space, cancellationToken: ct).OrNull();
        return secret?.Data?.TryGetValue(key, out var bytes) == true ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>The pods of a label.</summary>
    public async Task<IList<V1Pod>> Pods(string label, CancellationToken ct) =>
        (await api.CoreV1.ListNamespacedPodAsync(Space, labelSelector: label, cancellationToken: ct)).Items;
}
