using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Who the pods are, and the budget of members that may be away on purpose.</summary>
public static class Access
{
    /// <summary>`NAME-sidecar-sa`.</summary>
    public static V1ServiceAccount Account(ClusterSpec spec) => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = Meta(spec, $"{spec.Name}-sidecar-sa"),
    };

    /// <summary>`NAME-sidecar-rb`, to the ClusterRole of the operator's manifest.</summary>
    public static V1RoleBinding Binding(ClusterSpec spec) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "RoleBinding",
        Metadata = Meta(spec, $"{spec.Name}-sidecar-rb"),
        Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = $"{spec.Name}-sidecar-sa", NamespaceProperty = spec.Namespace }],
        RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "mysql-sidecar" },
    };

    /// <summary>`NAME-pdb`: one member at a time. Posted as policy/v1beta1, since policy/v1 is served from Kubernetes 1.21 on.</summary>
    public static V1PodDisruptionBudget Budget(ClusterSpec spec, string apiVersion) => new()
    {
        ApiVersion = apiVersion,
        Kind = "PodDisruptionBudget",
        Metadata = Meta(spec, $"{spec.Name}-pdb"),
        Spec = new V1PodDisruptionBudgetSpec
        {
            MaxUnavailable = 1,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string>(Labels.Common(spec)) { ["component"] = "mysqld" } },
        },
    };

    private static V1ObjectMeta Meta(ClusterSpec spec, string name) =>
        new() { Name = name, NamespaceProperty = spec.Namespace, Labels = Labels.Common(spec) };
}
