using k8s;
using k8s.Models;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>Namespaces and ServiceAccounts for tests.</summary>
public static class KubeApiAccounts
{
    /// <summary>Makes a namespace with a name of its own and returns the name.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="prefix">Start of the name.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<string> NewNamespace(this KubeApiServer server, string prefix, CancellationToken ct)
    {
        var name = $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(prefix.Length + 9, 63)];
        await server.Admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: ct);
        return name;
    }

    /// <summary>A client with the token of a ServiceAccount that exists, with whatever roles are bound to it.</summary>
    public static async Task<IKubernetes> ClientOf(this KubeApiServer server, string @namespace, string serviceAccount, CancellationToken ct)
    {
        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = ["https://kubernetes.default.svc"] } };
        var answer = await server.Admin.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, serviceAccount, @namespace, cancellationToken: ct);
        return server.ClientOf(answer.Status.Token);
    }

    /// <summary>Makes a ServiceAccount in the namespace with exactly these rules, cluster-wide or in that namespace only, and a client for it.</summary>
    public static async Task<IKubernetes> ClientWith(
        this KubeApiServer server, string @namespace, bool clusterWide, IReadOnlyList<V1PolicyRule> rules, CancellationToken ct)
    {
        var name = $"account-{Guid.NewGuid():N}"[..16];
        var metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace };
        var subjects = new List<Rbacv1Subject> { new() { Kind = "ServiceAccount", Name = name, NamespaceProperty = @namespace } };
        await server.Admin.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = metadata }, @namespace, cancellationToken: ct);
        if (clusterWide)
        {
            var own = new V1ObjectMeta { Name = name };
            await server.Admin.RbacAuthorizationV1.CreateClusterRoleAsync(new V1ClusterRole { Metadata = own, Rules = [.. rules] }, cancellationToken: ct);
            await server.Admin.RbacAuthorizationV1.CreateClusterRoleBindingAsync(
                new V1ClusterRoleBinding { Metadata = own, RoleRef = Ref("ClusterRole", name), Subjects = subjects }, cancellationToken: ct);
        }
        else
        {
            await server.Admin.RbacAuthorizationV1.CreateNamespacedRoleAsync(new V1Role { Metadata = metadata, Rules = [.. rules] }, @namespace, cancellationToken: ct);
            await server.Admin.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                new V1RoleBinding { Metadata = metadata, RoleRef = Ref("Role", name), Subjects = subjects }, @namespace, cancellationToken: ct);
        }

        return await server.ClientOf(@namespace, name, ct);
    }

    private static V1RoleRef Ref(string kind, string name) => new() { ApiGroup = "rbac.authorization.k8s.io", Kind = kind, Name = name };
}
