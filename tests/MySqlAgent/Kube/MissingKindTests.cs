using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.RealServers;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>A real API server that knows no InnoDBCluster.</summary>
public sealed class BareApi : KubeApiFixture, IAsyncLifetime;

/// <summary>The operator's CustomResourceDefinitions are missing.</summary>
public sealed class MissingKindTests(BareApi api) : IClassFixture<BareApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_kind_is_named_with_what_to_do_and_an_operator_without_it_is_not_taken_for_installed()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        var client = api.Server!.Admin;
        var (clusters, options, ns) = (new InnoDbClusters(client), Options.Create(new MySqlOptions()), await api.Server.NewNamespace("mysql", Ct));
        var servers = LoopbackServers.None;
        var create = new MySqlAgent.Steps.CreateInnoDBCluster(clusters, new ClusterLook(servers), new PodTroubles(client), new Notes(), TimeProvider.System, options);

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => create.Check(new CreateInnoDBCluster { Cluster = new(ns, "prd", 3, "mypwds"), BaseServerId = 100, Routers = 1 }, Ct));
        Assert.Contains("knows no InnoDBCluster (mysql.oracle.com/v2)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CustomResourceDefinitions must be installed", failure.Advice, StringComparison.Ordinal);

        await client.AppsV1.CreateNamespacedDeploymentAsync(Operator(), ns, cancellationToken: Ct);
        var troubles = new PodTroubles(client);
        var install = new MySqlAgent.Steps.InstallOperator(
            new OperatorDeployment(client), clusters, new Manifest(client, new Eventually(TimeProvider.System), new Notes(), options), new Rollouts(client, troubles, new Eventually(TimeProvider.System), new Notes(), options));
        var refused = Assert.IsType<StepState.Unsafe>(await install.Check(new InstallOperator("cluster.local"), Ct));
        Assert.Contains("knows no InnoDBCluster", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("apply the CustomResourceDefinitions", refused.Advice, StringComparison.Ordinal);
    }

    private static V1Deployment Operator()
    {
        var labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "mysql-operator", ["name"] = "mysql-operator" };
        return new()
        {
            Metadata = new V1ObjectMeta { Name = "mysql-operator", Labels = labels },
            Spec = new V1DeploymentSpec
            {
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = new V1PodSpec { Containers = [new V1Container { Name = "mysql-operator", Image = "mysql/community-operator:9.7.0" }] } },
            },
        };
    }
}
