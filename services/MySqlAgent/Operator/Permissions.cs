using ClusterSetSuite.AgentHost;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>What this agent must be allowed to do, asked of the API server.</summary>
public sealed class Permissions(IKubernetes kubernetes, IOptions<MySqlOptions> options, IOptions<SiteOptions> site)
{
    /// <summary>Everything that is not allowed, as <c>verb resource</c>; empty when all is.</summary>
    public async Task<IReadOnlyList<string>> Missing(string @namespace, CancellationToken ct)
    {
        var asked = await Task.WhenAll(Needed(@namespace).Select(async need => (need, allowed: await Allowed(need, ct))));
        return [.. asked.Where(a => !a.allowed).Select(a => Say(a.need))];
    }

    private IEnumerable<V1ResourceAttributes> Needed(string ns)
    {
        foreach (var verb in (string[])["get", "list", "watch", "create", "patch"])
            yield return new() { Group = InnoDbClusters.Group, Resource = InnoDbClusters.Plural, Verb = verb, NamespaceProperty = ns };
        foreach (var verb in (string[])["get", "create", "patch"])
            yield return new() { Group = "", Resource = "secrets", Verb = verb, NamespaceProperty = ns };
        yield return new() { Group = "", Resource = "pods", Verb = "list", NamespaceProperty = ns };
        yield return new() { Group = "", Resource = "services", Verb = "patch", NamespaceProperty = ns };
        foreach (var verb in (string[])["get", "patch"])
            yield return new() { Group = "apps", Resource = "deployments", Verb = verb, NamespaceProperty = ns };
        yield return new() { Group = "apps", Resource = "deployments", Verb = "list" };
        foreach (var verb in (string[])["get", "create"])
            yield return new() { Group = "", Resource = "namespaces", Verb = verb };
        if (options.Value.LocalShell is null)
            yield return new() { Group = "", Resource = "pods", Subresource = "exec", Verb = "create", NamespaceProperty = ns };
        if (!site.Value.InCluster)
            yield return new() { Group = "", Resource = "pods", Subresource = "portforward", Verb = "create", NamespaceProperty = ns };
    }

    private async Task<bool> Allowed(V1ResourceAttributes need, CancellationToken ct)
    {
        var review = new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = need } };
        return (await kubernetes.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: ct)).Status.Allowed;
    }

    private static string Say(V1ResourceAttributes need) =>
        $"{need.Verb} {need.Resource}{(need.Subresource is { } sub ? $"/{sub}" : "")}{(need.NamespaceProperty is { } ns ? $" in {ns}" : " in all namespaces")}";
}
