using System.Net;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Objects;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Makes the objects of a cluster where they are missing, and leaves alone what is there: so a restarted operator goes on, and accounts put there beforehand are used.</summary>
public sealed class ObjectMaker(IKubernetes kubernetes, Settings settings)
{
    /// <summary>Makes all of them, in the real operator's order.</summary>
    public async Task Make(JsonObject resource, ClusterSpec spec, CancellationToken cancellationToken)
    {
        var ns = spec.Namespace;
        var core = kubernetes.CoreV1;
        await Create(resource, InitConf.Of(spec), item => core.CreateNamespacedConfigMapAsync(item, ns, cancellationToken: cancellationToken));
        foreach (var secret in Secrets.Of(spec))
            await Create(resource, secret, item => core.CreateNamespacedSecretAsync(item, ns, cancellationToken: cancellationToken));
        await Create(resource, Services.Instances(spec), item => core.CreateNamespacedServiceAsync(item, ns, cancellationToken: cancellationToken));
        await Create(resource, Access.Account(spec), item => core.CreateNamespacedServiceAccountAsync(item, ns, cancellationToken: cancellationToken));
        await Create(resource, Access.Binding(spec), item => kubernetes.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(item, ns, cancellationToken: cancellationToken));
        await Create(resource, ServerSet.Of(spec, settings), item => kubernetes.AppsV1.CreateNamespacedStatefulSetAsync(item, ns, cancellationToken: cancellationToken));
        await CreateBudget(resource, spec, cancellationToken);
        await Create(resource, Services.Router(spec), item => core.CreateNamespacedServiceAsync(item, ns, cancellationToken: cancellationToken));
        if (spec.Routers > 0)
            await Create(resource, RouterDeployment.Of(spec, settings, 0), item => kubernetes.AppsV1.CreateNamespacedDeploymentAsync(item, ns, cancellationToken: cancellationToken));
    }

    /// <summary>Makes the routers' Deployment at a size, for a cluster that had none.</summary>
    public Task MakeRouters(JsonObject resource, ClusterSpec spec, int replicas, CancellationToken cancellationToken) =>
        Create(resource, RouterDeployment.Of(spec, settings, replicas), item => kubernetes.AppsV1.CreateNamespacedDeploymentAsync(item, spec.Namespace, cancellationToken: cancellationToken));

    /// <summary>Posts to policy/v1, or to policy/v1beta1 where the server does not know that yet (before Kubernetes 1.21).</summary>
    private async Task CreateBudget(JsonObject resource, ClusterSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            await Create(resource, Access.Budget(spec, "policy/v1"), item => kubernetes.PolicyV1.CreateNamespacedPodDisruptionBudgetAsync(item, spec.Namespace, cancellationToken: cancellationToken));
        }
        catch (HttpOperationException unknown) when (unknown.Response.StatusCode == HttpStatusCode.NotFound)
        {
            await Create(resource, Access.Budget(spec, "policy/v1beta1"), item => kubernetes.CustomObjects.CreateNamespacedCustomObjectAsync(item, "policy", "v1beta1", spec.Namespace, "poddisruptionbudgets", cancellationToken: cancellationToken));
        }
    }

    private static async Task Create<T>(JsonObject owner, T item, Func<T, Task> create)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        var metadata = owner["metadata"]!;
        item.Metadata.OwnerReferences =
        [
            new V1OwnerReference
            {
                ApiVersion = $"{Names.Group}/{Names.Version}",
                Kind = Names.Kind,
                Name = metadata["name"]!.GetValue<string>(),
                Uid = metadata["uid"]!.GetValue<string>(),
                Controller = true,
                BlockOwnerDeletion = true,
            },
        ];
        try
        {
            await create(item);
        }
        catch (HttpOperationException exists) when (exists.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Already there: the resource's owner, or an earlier attempt, made it.
        }
    }
}
