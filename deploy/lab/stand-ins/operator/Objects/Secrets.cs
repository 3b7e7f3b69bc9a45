using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>The three Secrets with the accounts that the operator makes; they are created only where missing.</summary>
public static class Secrets
{
    /// <summary>All three, each with a fresh password.</summary>
    public static IEnumerable<V1Secret> Of(ClusterSpec spec) =>
    [
        Account(spec, "privsecrets", "clusterAdmin", Names.AdminUser),
        Account(spec, "router", "router", Names.RouterUser),
        Account(spec, "backup", "backup", Names.BackupUser),
    ];

    private static V1Secret Account(ClusterSpec spec, string suffix, string key, string user) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = new V1ObjectMeta { Name = $"{spec.Name}-{suffix}", NamespaceProperty = spec.Namespace, Labels = Labels.Common(spec) },
        StringData = new Dictionary<string, string> { [$"{key}Username"] = user, [$"{key}Password"] = Passwords.Next() },
    };
}
