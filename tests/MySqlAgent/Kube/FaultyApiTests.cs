using System.Text.Json;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.RealServers;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>Making an InnoDBCluster over an API server that fails.</summary>
public sealed class FaultyApiTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("409")]
    [InlineData("500")]
    [InlineData("answer lost")]
    public async Task After_a_failed_write_the_step_finds_what_there_is_and_goes_on(string what)
    {
        await using var proxy = await Before();
        var command = await Command();
        var step = Step(proxy, new Notes());
        proxy.Next("PATCH", "innodbclusters/prd", ApiFault.Of(what));
        var failed = await Record.ExceptionAsync(() => step.Apply(command, Ct));
        Assert.True(failed is HttpOperationException or HttpRequestException, $"{failed}");

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        Assert.Equal(100, (await new InnoDbClusters(api.Server!.Admin).Find(command.Cluster, Ct))!.Spec.BaseServerId);
    }

    [Fact]
    public async Task Waiting_goes_on_over_watches_that_are_cut_or_too_old()
    {
        await using var proxy = await Before();
        var command = await Command();
        var notes = new Notes();
        var step = Step(proxy, notes);
        await step.Apply(command, Ct);
        proxy.Next("GET", "watch=true", new ApiFault.CutAfter(1), new ApiFault.WatchExpired(), new ApiFault.RequestLost());
        var waiting = step.Verify(command, Ct);
        while (proxy.Left > 0)
        {
            Assert.False(waiting.IsCompleted, $"{waiting.Exception}");
            await Task.Delay(20, Ct);
        }

        await Status(command.Cluster, "ONLINE", 3);
        Assert.IsType<StepState.Done>(await waiting);
    }

    private static MySqlAgent.Steps.CreateInnoDBCluster Step(FaultyApi proxy, Notes notes)
    {
        var client = proxy.Client();
        var servers = LoopbackServers.None;
        return new(new InnoDbClusters(client), new ClusterLook(servers), new PodTroubles(client), notes, TimeProvider.System, Options.Create(new MySqlOptions()));
    }

    private async Task<FaultyApi> Before()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        return await FaultyApi.Before(api.Server!, Ct);
    }

    private async Task<CreateInnoDBCluster> Command() =>
        new() { Cluster = new LocalCluster(await api.Server!.NewNamespace("mysql", Ct), "prd", 3, "mypwds"), BaseServerId = 100, Routers = 1 };

    private Task<JsonElement> Status(LocalCluster cluster, string status, int online) =>
        api.Server!.Admin.CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(
            new V1Patch(new { status = new { createTime = "2026-11-23T00:00:00Z", cluster = new { status, onlineInstances = online } } }, V1Patch.PatchType.MergePatch),
            "mysql.oracle.com", "v2", cluster.Namespace, "innodbclusters", cluster.Name, cancellationToken: Ct);
}
