using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Asks the API server what this agent may do.</summary>
public sealed class Permissions(IKubernetes kubernetes)
{
    /// <summary>The rights that the steps need and that are missing, each in words; empty when none is.</summary>
    /// <param name="namespace">The namespace of the cluster's DNS.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<string>> Missing(string @namespace, CancellationToken ct)
    {
        (string Verb, string Resource, string? Namespace, string? Name)[] needed =
        [
            ("get", "configmaps", @namespace, null), ("update", "configmaps", @namespace, null), ("create", "configmaps", @namespace, null),
            ("list", "pods", @namespace, null), ("patch", "pods", @namespace, null),
            ("get", "services", @namespace, null), ("create", "services", @namespace, null), ("patch", "services", @namespace, null), ("delete", "services", @namespace, OwnService.Name),
            ("list", "services", null, null), ("list", "nodes", null, null),
        ];
        var allowed = await Task.WhenAll(needed.Select(right => May(right.Verb, right.Resource, right.Namespace, right.Name, ct)));
        return [.. needed.Zip(allowed).Where(pair => !pair.Second).Select(pair => $"{pair.First.Verb} {pair.First.Resource}{(pair.First.Namespace is { } where ? $" in {where}" : "")}")];
    }

    private async Task<bool> May(string verb, string resource, string? @namespace, string? name, CancellationToken ct)
    {
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes { Verb = verb, Resource = resource, NamespaceProperty = @namespace, Name = name },
            },
        };
        return (await kubernetes.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: ct)).Status.Allowed;
    }
}
