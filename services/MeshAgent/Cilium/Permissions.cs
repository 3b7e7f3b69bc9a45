using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>What this agent must be allowed to do.</summary>
public sealed class Permissions(IKubernetes api, IOptions<MeshOptions> options)
{
    // Asked for the whole cluster; everything else only in Cilium's namespace.
    private static readonly string[] ClusterWide = ["list nodes", "list pods", "delete pods", "list ciliumendpoints", "create clusterroles", "create clusterrolebindings"];

    private static readonly V1ResourceAttributes[] ToLook =
    [
        Right("list", "", "nodes"), Right("list", "", "pods"), Right("get", "", "configmaps"), Right("get", "", "secrets"), Right("get", "", "services"),
        Right("get", "apps", "daemonsets"), Right("get", "apps", "deployments"), Right("create", "", "pods/exec"), Right("list", "cilium.io", "ciliumendpoints"),
    ];

    // What Cilium's chart holds; cluster roles may only be made by who has their rights, so in practice a cluster administrator.
    private static readonly V1ResourceAttributes[] ToInstall =
    [
        Right("delete", "", "pods"), Right("patch", "", "pods"), Right("create", "", "secrets"), Right("create", "", "configmaps"), Right("create", "", "services"),
        Right("create", "", "serviceaccounts"), Right("create", "apps", "daemonsets"), Right("create", "apps", "deployments"), Right("create", "batch", "jobs"),
        Right("create", "rbac.authorization.k8s.io", "clusterroles"), Right("create", "rbac.authorization.k8s.io", "clusterrolebindings"),
    ];

    /// <summary>The rights that are missing, for people.</summary>
    public async Task<IReadOnlyList<string>> Missing(bool install, CancellationToken ct)
    {
        var answers = await Task.WhenAll((install ? [.. ToLook, .. ToInstall] : ToLook).Select(right => Ask(right, ct)));
        return [.. answers.OfType<string>()];
    }

    private async Task<string?> Ask(V1ResourceAttributes right, CancellationToken ct)
    {
        var asked = new V1ResourceAttributes
        {
            Verb = right.Verb,
            Group = right.Group,
            Resource = right.Resource,
            Subresource = right.Subresource,
            NamespaceProperty = ClusterWide.Contains($"{right.Verb} {right.Resource}") ? null : options.Value.Namespace,
        };
        var review = new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = asked } };
        var answer = await api.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: ct);
        var name = right.Subresource is null ? right.Resource : $"{right.Resource}/{right.Subresource}";
        return answer.Status.Allowed ? null : $"{right.Verb} {name}{(right.Group.Length > 0 ? $".{right.Group}" : "")}";
    }

    private static V1ResourceAttributes Right(string verb, string group, string resource) =>
        new() { Verb = verb, Group = group, Resource = resource.Split('/')[0], Subresource = resource.Split('/').ElementAtOrDefault(1) };
}
