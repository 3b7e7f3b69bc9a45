using System.Net;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

[Collection(ApiServer.Name)]
public sealed class KubeApiServerTests(ApiServer api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_version_of_the_lab()
    {
        var version = await api.Get().Admin.Version.GetCodeAsync(Ct);
        Assert.StartsWith("v1.20.2", version.GitVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_may_do_what_its_rules_say_and_nothing_else()
    {
        var server = api.Get();
        var space = await server.NewNamespace("rbac", Ct);
        using var client = await server.ClientWith(space, false, [new V1PolicyRule { ApiGroups = [""], Resources = ["configmaps"], Verbs = ["list"] }], Ct);

        Assert.Empty((await client.CoreV1.ListNamespacedConfigMapAsync(space, cancellationToken: Ct)).Items);
        var refused = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ListNamespacedSecretAsync(space, cancellationToken: Ct));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Response.StatusCode);
    }

    [Fact]
    public async Task A_pod_can_be_made_without_controllers()
    {
        var server = api.Get();
        var space = await server.NewNamespace("pods", Ct);
        var pod = new V1Pod { Metadata = new() { Name = "p" }, Spec = new() { Containers = [new() { Name = "c", Image = "i" }] } };
        Assert.Equal("p", (await server.Admin.CoreV1.CreateNamespacedPodAsync(pod, space, cancellationToken: Ct)).Metadata.Name);
    }
}
