using k8s.Models;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>A kind of custom resource that takes any object: what a test needs of another project's kinds.</summary>
public static class AnyKind
{
    /// <summary>Its definition.</summary>
    /// <param name="group">For example <c>cilium.io</c>.</param>
    /// <param name="version">Its one version, for example <c>v2</c>.</param>
    /// <param name="kind">For example <c>CiliumEndpoint</c>.</param>
    /// <param name="plural">In paths; null for one with an s more.</param>
    public static V1CustomResourceDefinition Of(string group, string version, string kind, string? plural = null)
    {
        var singular = kind.ToLowerInvariant();
        plural ??= $"{singular}s";
        return new()
        {
            Metadata = new V1ObjectMeta { Name = $"{plural}.{group}" },
            Spec = new V1CustomResourceDefinitionSpec
            {
                Group = group,
                Scope = "Namespaced",
                Names = new V1CustomResourceDefinitionNames { Kind = kind, Plural = plural, Singular = singular, ListKind = $"{kind}List" },
                Versions =
                [
                    new V1CustomResourceDefinitionVersion
                    {
                        Name = version,
                        Served = true,
                        Storage = true,
                        Subresources = new V1CustomResourceSubresources { Status = new object() },
                        Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                    },
                ],
            },
        };
    }
}
