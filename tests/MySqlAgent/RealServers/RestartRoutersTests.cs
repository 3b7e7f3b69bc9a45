using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Tests.Kube;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers.KubeApi;
using ClusterSetSuite.TestServers.MySql;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Routers are restarted over an API server of which each request goes wrong once; the test plays the Deployment's controller, and the routers at the set's real metadata.</summary>
[Collection("real servers")]
public sealed class RestartRoutersTests(KubeApi api) : IClassFixture<KubeApi>
{
    private const string Deployment = "prd-router";
    private static readonly Dictionary<string, string> Labels = new() { ["component"] = "mysqlrouter" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Routers_that_are_not_of_the_set_are_restarted_until_they_are_and_then_left_alone()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartPrimary(29600, Ct);
        var server = api.Server!;
        await using var proxy = await FaultyApi.Before(server, Ct);
        var command = new RestartRouters(TwoSites.Primary with { Namespace = await server.NewNamespace("routers", Ct) }, 1, "mycs");
        var step = Step(sites, proxy.Client());
        await MakeDeployment(command.Cluster.Namespace);
        var (clusters, started) = (new InnoDbClusters(server.Admin), 0);
        await RollsOut(Ct);

        foreach (var fault in FaultyRuns.Faults.Select(row => row.Data))
        {
            await sites.Execute(TwoSites.Primary, 0, "DELETE FROM mysql_innodb_cluster_metadata.routers", Ct); // as one that was bootstrapped before the set was made
            Assert.StartsWith("not bootstrapped against ClusterSet mycs: prd-router-", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why, StringComparison.Ordinal);
            await Played.While(RollsOut, () => proxy.BroughtToItsEnd(step, command, fault, Ct), Ct);
            Assert.Contains($"PATCH /apis/apps/v1/namespaces/{command.Cluster.Namespace}/deployments/{Deployment}", proxy.Met);
        }

        var sofar = started;
        Assert.IsType<StepState.Done>(await step.Run(command, Ct));
        Assert.Equal(sofar, started);
        Assert.InRange(started, 1 + FaultyRuns.Faults.Count, 1 + (2 * FaultyRuns.Faults.Count)); // a patch whose answer was lost may be made twice

        await clusters.Make(new CreateInnoDBCluster { Cluster = command.Cluster, BaseServerId = 100, Routers = 1 }, Ct);
        foreach (var (target, told, registered) in ((RouterTarget, string, string?)[])[(RouterTarget.Own, "--conf-target-cluster=current", "own"), (RouterTarget.Primary, "", null)])
        {
            await Played.While(RollsOut, () => proxy.BroughtToItsEnd(step, command with { Target = target }, "answer lost", Ct), Ct);
            Assert.Equal(told, await Told(Ct));
            Assert.Equal(registered, await sites.Ask(TwoSites.Primary, 0, "SELECT options->>'$.target_cluster' FROM mysql_innodb_cluster_metadata.routers ORDER BY router_id DESC LIMIT 1", Ct));
        }

        async Task<string> Told(CancellationToken ct) => string.Join(' ', (await clusters.Find(command.Cluster, ct))?.Spec.Router?.BootstrapOptions ?? []);

        // As the operator and the Deployment's controller do, and the router that starts in the new pod.
        async Task RollsOut(CancellationToken ct)
        {
            var (apps, core, space) = (server.Admin.AppsV1, server.Admin.CoreV1, command.Cluster.Namespace);
            var deployment = await apps.ReadNamespacedDeploymentAsync(Deployment, space, cancellationToken: ct);
            var told = await Told(ct);
            if (told != (deployment.Spec.Template.Metadata.Annotations is { } notes && notes.TryGetValue("told", out var before) ? before : ""))
            {
                var change = new { spec = new { template = new { metadata = new { annotations = new { told } } } } };
                deployment = await apps.PatchNamespacedDeploymentAsync(new V1Patch(change, V1Patch.PatchType.MergePatch), Deployment, space, cancellationToken: ct);
            }

            if (deployment.Status?.ObservedGeneration == deployment.Metadata.Generation)
                return;
            foreach (var old in (await core.ListNamespacedPodAsync(space, cancellationToken: ct)).Items)
                await core.DeleteNamespacedPodAsync(old.Name(), space, gracePeriodSeconds: 0, cancellationToken: ct);
            var name = $"{Deployment}-{++started}";
            await core.CreateNamespacedPodAsync(new V1Pod { Metadata = new V1ObjectMeta { Name = name, Labels = Labels }, Spec = Containers }, space, cancellationToken: ct);
            await sites.Execute(TwoSites.Primary, 0, $$"""
                INSERT INTO mysql_innodb_cluster_metadata.routers (router_name, product_name, address, attributes, options, clusterset_id)
                SELECT '{{name}}', 'MySQL Router', '{{name}}', '{"bootstrapTargetType": "clusterset"}', {{(told.Length > 0 ? "'{\"target_cluster\": \"own\"}'" : "NULL")}}, clusterset_id FROM mysql_innodb_cluster_metadata.v2_cs_clustersets
                """, ct);
            await apps.PatchNamespacedDeploymentStatusAsync(Played.RolledOut(deployment), Deployment, space, cancellationToken: ct);
        }
    }

    private static V1PodSpec Containers => new() { Containers = [new() { Name = "router", Image = "router:lab" }] };

    private static MySqlAgent.Steps.RestartRouters Step(TwoSites sites, IKubernetes client)
    {
        var (notes, options) = (new Notes(), Options.Create(new MySqlOptions { LookInterval = TimeSpan.FromMilliseconds(100), SettleLimit = TimeSpan.FromSeconds(30) }));
        var rollouts = new Rollouts(client, new PodTroubles(client), sites.Eventually, notes, options);
        return new(client, new InnoDbClusters(client), rollouts, sites.Look, sites.Servers, sites.Eventually, notes, TimeProvider.System, options);
    }

    private Task<V1Deployment> MakeDeployment(string space) => api.Server!.Admin.AppsV1.CreateNamespacedDeploymentAsync(
        new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = Deployment },
            Spec = new V1DeploymentSpec
            {
                Replicas = 1,
                Selector = new V1LabelSelector { MatchLabels = Labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels }, Spec = Containers },
            },
        },
        space, cancellationToken: Ct);
}
