using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>Which clusters are observed, on a real API server.</summary>
public sealed class ObservedClusterTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_is_observed_once_it_is_marked_and_stays_so_when_it_is_applied_again()
    {
        var (ours, others) = (await Made(), await Made());
        var command = new ObserveCluster(ours, "_mycs."); // a name that no label could carry
        var step = new MySqlAgent.Steps.ObserveCluster(Clusters());

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        await Clusters().Change(Wanted(ours) with { Routers = 2 }, (await Clusters().Find(ours, Ct))!, Ct);

        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        Assert.Equal([ours], await Found(ours.Namespace, others.Namespace));
        Assert.Contains(ours, await Found());
        Assert.Empty(await Found(others.Namespace));
    }

    private Task<IReadOnlyList<LocalCluster>> Found(params string[] namespaces) =>
        new MarkedClusters(Clusters(), Options.Create(new MySqlOptions { Namespaces = namespaces })).Find(Ct);

    private async Task<LocalCluster> Made()
    {
        Client();
        var cluster = new LocalCluster(await api.Server!.NewNamespace("mysql", Ct), "prd", 3, "mypwds");
        await Clusters().Make(Wanted(cluster), Ct);
        return cluster;
    }

    private static CreateInnoDBCluster Wanted(LocalCluster cluster) => new() { Cluster = cluster, BaseServerId = 100, Routers = 1 };

    private InnoDbClusters Clusters() => new(Client());

    private IKubernetes Client()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        return api.Server!.Admin;
    }
}
