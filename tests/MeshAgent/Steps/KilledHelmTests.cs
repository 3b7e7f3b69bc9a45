using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers;
using k8s;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>A helm that dies in the middle leaves its release pending.</summary>
[Collection(nameof(Api))]
public sealed class KilledHelmTests(Api api)
{
    private static readonly EnableMesh Enable = new("prod", 1, 32379);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_changes_nothing_and_says_that_the_change_is_half_made()
    {
        var site = await HalfMade();
        await using (new Controllers(site.Kubernetes))
            await Waiting.Until("the workloads that helm made are ready", async () => !await site.NotReady(Ct), Ct);
        site.Clock.Ahead = TimeSpan.FromHours(1);
        var found = await site.Everything(Ct);
        var needed = Assert.IsType<StepState.Needed>(await site.Step<InstallCilium>().Check(new InstallCilium("prod", 1), Ct));
        Assert.Contains("not come to its end", needed.Why, StringComparison.Ordinal);
        Assert.IsType<StepState.Needed>(await site.Step<EnableMesh>().Check(Enable, Ct));
        Assert.IsType<StepState.Needed>(await site.Step<ConnectMesh>().Check(new ConnectMesh([]), Ct));
        Assert.Equal(found, await site.Everything(Ct));
    }

    [Fact]
    public async Task A_young_half_made_change_may_be_another_helms_and_is_left_alone()
    {
        var site = await HalfMade();
        var found = await site.Everything(Ct);
        var failed = await Assert.ThrowsAsync<StepFailedException>(() => site.Step<EnableMesh>().Apply(Enable, Ct));
        Assert.True(failed.Retriable);
        Assert.Equal(found, await site.Everything(Ct));
    }

    [Fact]
    public async Task An_old_half_made_change_is_taken_back_and_made_again()
    {
        var site = await HalfMade();
        site.Clock.Ahead = TimeSpan.FromMinutes(2);
        await using var controllers = new Controllers(site.Kubernetes);
        var endpoint = Assert.IsType<MeshEndpoint>(Assert.IsType<StepState.Done>(await site.Run(Enable, Ct)).Facts);
        Assert.Equal(32379, endpoint.Port);
        Assert.Empty(await site.Pending(Ct));
    }

    /// <summary>Cilium is there, and the agent was killed while helm switched the mesh on: helm waits for the certificate job, which nobody runs.</summary>
    private async Task<Site> HalfMade()
    {
        var site = await Site.Make(api, Ct);
        await using (new Controllers(site.Kubernetes))
            Assert.IsType<StepState.Done>(await site.Run(new InstallCilium("prod", 1), Ct));
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var applying = site.Step<EnableMesh>().Apply(Enable, killed.Token);

        // The Deployment is the last thing that helm makes before it waits: killed earlier, there would be none.
        await Waiting.Until(
            "helm has made the mesh and waits for the certificate job",
            async () =>
            {
                Assert.False(applying.IsCompleted, "helm ended before it could be killed");
                return (await site.Pending(Ct)).Count > 0 && (await site.Kubernetes.AppsV1.ListNamespacedDeploymentAsync(Site.Space, fieldSelector: "metadata.name=clustermesh-apiserver", cancellationToken: Ct)).Items.Count > 0;
            },
            Ct);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => applying);
        return site;
    }
}
