using ClusterSetSuite.TestServers.KubeApi;
using k8s;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>One real API server, with the kinds InnoDBCluster and CiliumNetworkPolicy, for the tests of this folder.</summary>
public sealed class KubeApi : KubeApiFixture, IAsyncLifetime
{
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        if (Server is not { } server)
            return;
        await server.Admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(AnyKind.Of("mysql.oracle.com", "v2", "InnoDBCluster"));
        await server.Admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(AnyKind.Of("cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies"));
    }
}
