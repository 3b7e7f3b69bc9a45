using System.Net;
using System.Text.Json.Nodes;
using ClusterSetSuite.AgentHost;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Brings a changed Corefile into use sooner, or at all.</summary>
public sealed class DnsReload(IKubernetes kubernetes, TimeProvider time)
{
    /// <summary>Annotates the pods, so that the kubelet writes the changed file within a second instead of a minute; without plugin <c>reload</c>, or where only an imported file changed, restarts them by a rollout.</summary>
    public async Task Hasten(ClusterDns dns, CorefileSource source, string text, CancellationToken ct)
    {
        if (source.Main.Reloads && !source.IsCustom)
            await Annotate(dns, CorefileStore.Hash(text), ct);
        else
            await Restart(dns, ct);
    }

    private async Task Annotate(ClusterDns dns, string hash, CancellationToken ct)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["clusterset.io/corefile"] = hash } } }.ToJsonString();
        foreach (var pod in dns.Pods)
        {
            try
            {
                await kubernetes.CoreV1.PatchNamespacedPodAsync(
                    new V1Patch(patch, V1Patch.PatchType.MergePatch), pod.Name(), pod.Namespace(), fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
            }
            catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
            {
                // The pod was replaced meanwhile, and its successor starts on the new file.
            }
        }
    }

    private async Task Restart(ClusterDns dns, CancellationToken ct)
    {
        var annotation = new JsonObject { ["kubectl.kubernetes.io/restartedAt"] = time.GetUtcNow().ToString("O") };
        var patch = new V1Patch(
            new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotation } } } }.ToJsonString(),
            V1Patch.PatchType.MergePatch);
        var pod = dns.Pods is [var first, ..] ? first : null;
        switch (pod?.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true))
        {
            case { Kind: "DaemonSet" } daemons:
                await kubernetes.AppsV1.PatchNamespacedDaemonSetAsync(patch, daemons.Name, dns.Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
                break;
            case { Kind: "ReplicaSet" } replicas:
                // A Deployment's ReplicaSet is named after it, with a hash behind the last dash.
                var deployment = replicas.Name[..replicas.Name.LastIndexOf('-')];
                await kubernetes.AppsV1.PatchNamespacedDeploymentAsync(patch, deployment, dns.Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
                break;
        }
    }
}
