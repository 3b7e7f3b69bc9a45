using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>One real API server, with the kind InnoDBCluster, for the tests of this folder.</summary>
public sealed class KubeApi : KubeApiFixture, IAsyncLifetime
{
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        if (Server is { } server)
            await server.Admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(InnoDbClusterKind());
    }

    private static V1CustomResourceDefinition InnoDbClusterKind() => new()
    {
        Metadata = new V1ObjectMeta { Name = "innodbclusters.mysql.oracle.com" },
        Spec = new V1CustomResourceDefinitionSpec
        {
            Group = "mysql.oracle.com",
            Scope = "Namespaced",
            Names = new V1CustomResourceDefinitionNames { Kind = "InnoDBCluster", Plural = "innodbclusters", Singular = "innodbcluster", ListKind = "InnoDBClusterList" },
            Versions =
            [
                new V1CustomResourceDefinitionVersion
                {
                    Name = "v2",
                    Served = true,
                    Storage = true,
                    Subresources = new V1CustomResourceSubresources { Status = new object() },
                    Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                },
            ],
        },
    };
}
