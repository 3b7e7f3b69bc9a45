using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s;
using k8s.Autorest;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Reads what a look at a cluster needs. Secrets are read at every use, so a changed password works at once.</summary>
public sealed class ContextReader(IKubernetes kubernetes, Settings settings)
{
    /// <summary>The context of a resource.</summary>
    public async Task<ClusterContext> Read(JsonObject resource, CancellationToken cancellationToken)
    {
        var spec = ClusterSpec.Parse(resource);
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(spec.Namespace, labelSelector: $"component=mysqld,{Names.ClusterLabel}={spec.Name}", cancellationToken: cancellationToken);
        var owned = pods.Items.Where(pod => pod.Metadata.OwnerReferences?.Any(owner => owner.Kind == "StatefulSet" && owner.Name == spec.Name) == true);
        return new ClusterContext(resource, spec, [.. owned.Select(pod => new PodView(pod, spec, settings)).OrderBy(pod => pod.Index)], await Account(spec, "privsecrets", "clusterAdmin", cancellationToken));
    }

    /// <summary>The account in Secret `NAME-suffix`; null when the Secret or one of its keys is missing.</summary>
    public async Task<Account?> Account(ClusterSpec spec, string suffix, string key, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await kubernetes.CoreV1.ReadNamespacedSecretAsync($"{spec.Name}-{suffix}", spec.Namespace, cancellationToken: cancellationToken);
            return secret.Data?.TryGetValue($"{key}Username", out var user) == true && secret.Data.TryGetValue($"{key}Password", out var password)
                ? new Account(Encoding.UTF8.GetString(user), Encoding.UTF8.GetString(password))
                : null;
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
