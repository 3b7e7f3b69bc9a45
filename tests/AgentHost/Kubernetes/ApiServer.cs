using ClusterSetSuite.TestServers.KubeApi;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

/// <summary>One real API server for all tests of this collection.</summary>
[CollectionDefinition(Name)]
public sealed class ApiServer : KubeApiFixture, IAsyncLifetime, ICollectionFixture<ApiServer>
{
    public const string Name = "kube-apiserver";

    /// <summary>The server, or a skip with the reason.</summary>
    public KubeApiServer Get()
    {
        Assert.SkipWhen(Server is null, KubeApiBinaries.SkipReason ?? "");
        return Server;
    }
}
