using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers.KubeApi;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>The steps of the mesh over an API server of which each request of the agent goes wrong once; helm has an API server that fails in <see cref="FaultyApiTests"/>.</summary>
[Collection(nameof(Api))]
public sealed class EveryRequestFailsTests(Api api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("409")]
    [InlineData("500")]
    [InlineData("answer lost")]
    public async Task A_mesh_is_made_connected_and_disconnected(string fault)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var site = await Site.Make(proxy.Client(), api.Server!.Kubeconfig, Ct);
        site.Clock.Ahead = TimeSpan.FromMinutes(2);
        await using var controllers = new Controllers(api.Server.Admin);

        await proxy.BroughtToItsEnd(site.Step<InstallCilium>(), new InstallCilium("prod", 1), fault, Ct);
        await proxy.BroughtToItsEnd(site.Step<EnableMesh>(), new EnableMesh("prod", 1, 32379), fault, Ct);
        await proxy.BroughtToItsEnd(site.Step<ConnectMesh>(), MeshStepTests.Peer("172.30.0.12"), fault, Ct);
        var met = await proxy.BroughtToItsEnd(site.Step<DisconnectMesh>(), new DisconnectMesh(["dr"]), fault, Ct);

        Assert.Contains(met, request => !request.StartsWith("GET", StringComparison.Ordinal));
        Assert.Empty(await site.Pending(Ct));
        Assert.IsType<StepState.Done>(await site.Step<EnableMesh>().Check(new EnableMesh("prod", 1, 32379), Ct));
    }
}
