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
        (string Verb, string Resource, string? Namespace)[] needed =
        [
            ("get", "configmaps", @namespace), ("update", "configmaps", @namespace), ("create", "configmaps", @namespace),
            ("list", "pods", @namespace), ("patch", "pods", @namespace),
            ("get", "services", @namespace), ("create", "services", @namespace), ("patch", "services", @namespace), ("delete", "services", @namespace),
            ("list", "services", null), ("list", "nodes", null),
        ];
        var allowed = await Task.WhenAll(needed.Select(right => May(right.Verb, right.Resource, right.Namespace, ct)));
        return [.. needed.Zip(allowed).Where(pair => !pair.Second).Select(pair => $"{pair.First.Verb} {pair.First.Resource}{(pair.First.Namespace is { } where ? $" in {where}" : "")}")];
    }

    private async Task<bool> May(string verb, string resource, string? @namespace, CancellationToken ct)
    {
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes { Verb = verb, Resource = resource, NamespaceProperty = @namespace },
            },
        };
        return (await kubernetes.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: ct)).Status.Allowed;
    }
}
