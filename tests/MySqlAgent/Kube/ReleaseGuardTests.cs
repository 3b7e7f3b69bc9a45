using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.KubeApi;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>Which guard is released, by the marks of a real API server.</summary>
public sealed class ReleaseGuardTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static readonly MySqlOptions Options = new() { LookInterval = TimeSpan.FromMilliseconds(20), SettleLimit = TimeSpan.FromSeconds(10) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guard_of_the_set_that_was_left_is_released_and_waited_for_and_no_other()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        var clusters = new InnoDbClusters(api.Server!.Admin);
        var cluster = new LocalCluster(await api.Server.NewNamespace("mysql", Ct), "dr", 3, "mypwds");
        await clusters.Make(new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 200, Routers = 1 }, Ct);
        var guards = new LateGuards();
        var step = new MySqlAgent.Steps.ReleaseGuard(clusters, guards, new StepWait(new Eventually(TimeProvider.System), new Notes()), Microsoft.Extensions.Options.Options.Create(Options));
        var command = new ReleaseGuard(cluster, "mycs");

        Assert.IsType<StepState.Done>(await step.Check(command, Ct)); // not marked: it has no guard
        await new MySqlAgent.Steps.ObserveCluster(clusters).Apply(new(cluster, "other"), Ct);
        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        Assert.Equal(0, guards.Looks);

        await new MySqlAgent.Steps.ObserveCluster(clusters).Apply(new(cluster, "mycs"), Ct);
        Assert.Contains("has not begun yet", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why, StringComparison.Ordinal);
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Verify(command, Ct));
        Assert.True(guards.IsReleased);
    }

    /// <summary>A guard that begins some looks later, and lets go some looks after it was released.</summary>
    private sealed class LateGuards : IGuards
    {
        private int _letGoAt = int.MaxValue;

        public int Looks { get; private set; }

        public bool IsReleased => Looks >= _letGoAt;

        public IReadOnlyList<string>? HoldOf(string set)
        {
            Assert.Equal("mycs", set);
            return ++Looks < 4 ? null : IsReleased ? [] : ["it is enforced"];
        }

        public Task<IDisposable?> KeepShut(LocalCluster cluster, string pod, CancellationToken ct) => Task.FromResult<IDisposable?>(null);

        public void Release(string set)
        {
            if (Looks >= 4 && _letGoAt == int.MaxValue)
                _letGoAt = Looks + 3;
        }
    }
}
