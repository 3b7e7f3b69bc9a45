using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Tests.Kube;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

/// <summary>What a guard keeps, on a real API server.</summary>
public sealed class GuardStoreTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_kept_is_there_for_the_next_life_and_every_life_has_a_number_of_its_own()
    {
        var cluster = await Cluster();
        var first = Store(cluster);
        var memory = await first.Begin(Ct);
        Assert.Equal((1L, null), (memory.Starts, memory.Kept));
        await first.Write(memory with { Kept = Kept(4) }, Ct);
        await first.Write(memory with { Kept = Kept(5) with { ForceStarted = true } }, Ct);

        var next = await Store(cluster).Begin(Ct);
        Assert.Equal(2, next.Starts);
        Assert.Equal(Kept(5) with { ForceStarted = true }, next.Kept);
    }

    [Fact]
    public async Task A_guard_that_was_replaced_can_not_write_any_more()
    {
        var cluster = await Cluster();
        var old = Store(cluster);
        var memory = await old.Begin(Ct);
        await Store(cluster).Begin(Ct);
        await Assert.ThrowsAsync<GuardReplacedException>(() => old.Write(memory with { Kept = Kept(9) }, Ct));
        Assert.Null((await Store(cluster).Begin(Ct)).Kept);
    }

    [Fact]
    public async Task No_two_guards_that_begin_at_once_count_the_same_life()
    {
        for (var run = 0; run < 10; run++)
        {
            var cluster = await Cluster();
            var begun = await Task.WhenAll(Begun(Store(cluster)), Begun(Store(cluster)));
            Assert.Distinct(begun.OfType<GuardMemory>().Select(memory => memory.Starts));
            Assert.Contains(begun, memory => memory is not null);
        }
    }

    private static async Task<GuardMemory?> Begun(GuardStore store)
    {
        try
        {
            return await store.Begin(Ct);
        }
        catch (GuardReplacedException)
        {
            return null;
        }
    }

    [Fact]
    public async Task What_a_person_has_deleted_is_made_anew()
    {
        var cluster = await Cluster();
        var store = Store(cluster);
        var memory = await store.Begin(Ct);
        await api.Server!.Admin.CoreV1.DeleteNamespacedConfigMapAsync("clusterset-guard-prd", cluster.Cluster.Namespace, cancellationToken: Ct);
        await store.Write(memory with { Kept = Kept(9) }, Ct);
        Assert.Equal(Kept(9), (await Store(cluster).Begin(Ct)).Kept);
    }

    private static KeptAuthority Kept(long epoch) => new(new() { Epoch = epoch, Primary = "prod", Detector = "one" });

    private async Task<GuardedCluster> Cluster()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        return new("mycs", new(await api.Server!.NewNamespace("mysql", Ct), "prd", 3, "mypwds"));
    }

    private GuardStore Store(GuardedCluster cluster) => new(api.Server!.Admin, cluster);
}
