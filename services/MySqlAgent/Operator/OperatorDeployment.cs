using ClusterSetSuite.AgentHost;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>The MySQL Operator that runs on this site, whoever installed it.</summary>
public sealed class OperatorDeployment(IKubernetes kubernetes)
{
    /// <summary>Tells the operator the cluster's DNS domain; without it, it guesses from a reverse lookup that other sites break.</summary>
    public const string DomainVariable = "MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN";

    // The last part of the operator's image: Oracle's community and enterprise builds, and the names used before and by forks.
    private static readonly string[] Images = ["community-operator", "enterprise-operator", "mysql-operator"];

    /// <summary>All operators in all namespaces; there should be at most one.</summary>
    public async Task<IReadOnlyList<V1Deployment>> Find(CancellationToken ct)
    {
        var all = await kubernetes.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: ct);
        return [.. all.Items.Where(d => Container(d) is not null)];
    }

    /// <summary>The container that is the operator, or null where the Deployment is something else.</summary>
    public static V1Container? Container(V1Deployment deployment) =>
        deployment.Spec?.Template?.Spec?.Containers?.FirstOrDefault(c => Images.Contains(Repository(c.Image ?? "")));

    /// <summary>The operator's version: its label, else its image's tag.</summary>
    public static string Version(V1Deployment deployment)
    {
        var image = Container(deployment)?.Image ?? "";
        var tag = image[(image.LastIndexOf('/') + 1)..].Split('@')[0].Split(':') is [_, var version] ? version : "unknown";
        return deployment.GetLabel("app.kubernetes.io/version") ?? deployment.GetLabel("version") ?? tag;
    }

    /// <summary>Whether the operator has the domain set.</summary>
    public static bool HasDomain(V1Deployment deployment, string domain) =>
        Container(deployment)?.Env?.Any(e => e.Name == DomainVariable && e.Value == domain) == true;

    /// <summary>Sets the domain and nothing else; the operator restarts by that.</summary>
    public Task SetDomain(V1Deployment deployment, string domain, CancellationToken ct) =>
        kubernetes.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(
                new
                {
                    apiVersion = "apps/v1",
                    kind = "Deployment",
                    metadata = new { name = deployment.Name() },
                    spec = new { template = new { spec = new { containers = new[] { new { name = Container(deployment)!.Name, env = new[] { new { name = DomainVariable, value = domain } } } } } } },
                },
                V1Patch.PatchType.ApplyPatch),
            deployment.Name(), deployment.Namespace(), fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);

    private static string Repository(string image) => image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
}
