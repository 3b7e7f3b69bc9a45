using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Which peers the suite has put into this site's mesh, and by which CA it trusts them: Cilium's own values do not tell who wrote them.</summary>
/// <remarks>ConfigMap <c>clusterset-mesh</c> beside Cilium: a key for each peer, with its CA's certificate. Certificates only; nothing in it is secret.</remarks>
public sealed class OwnPeers(IKubernetes api, IOptions<MeshOptions> options)
{
    /// <summary>The ConfigMap.</summary>
    public const string Name = "clusterset-mesh";

    /// <summary>Cilium cluster name to CA certificate (PEM).</summary>
    public async Task<IReadOnlyDictionary<string, string>> Read(CancellationToken ct) =>
        (await api.CoreV1.ReadNamespacedConfigMapAsync(Name, options.Value.Namespace, cancellationToken: ct).OrNull())?.Data is { } data
            ? new Dictionary<string, string>(data)
            : new Dictionary<string, string>();

    /// <summary>Notes peers that are about to be put in.</summary>
    public Task Note(IReadOnlyDictionary<string, string> peers, CancellationToken ct) => Write(peers.ToDictionary(peer => peer.Key, peer => (string?)peer.Value), ct);

    /// <summary>Forgets peers that have been taken out.</summary>
    public Task Forget(IEnumerable<string> peers, CancellationToken ct) => Write(peers.ToDictionary(peer => peer, _ => (string?)null), ct);

    private async Task Write(Dictionary<string, string?> changes, CancellationToken ct)
    {
        if (changes.Count == 0)
            return;
        var space = options.Value.Namespace;
        if (await api.CoreV1.ReadNamespacedConfigMapAsync(Name, space, cancellationToken: ct).OrNull() is null)
        {
            var map = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = Name, Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = SiteOptions.FieldManager } } };
            await api.CoreV1.CreateNamespacedConfigMapAsync(map, space, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }

        await api.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(new { data = changes }, V1Patch.PatchType.MergePatch), Name, space, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
    }
}
