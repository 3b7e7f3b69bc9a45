using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>One story: all servers of the primary are killed at once and their group comes back, or another takes over; then its site is lost, and the Coordinator is killed while it moves the primary.</summary>
[Collection(OneLab.Name)]
public class LostMembersTests(GuardedSet set) : IClassFixture<GuardedSet>
{
    [Fact]
    public async Task Killed_servers_are_repaired_or_replaced_and_a_failover_ends_although_the_coordinator_is_killed_in_its_middle()
    {
        var killedAt = DateTimeOffset.UtcNow;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(ordinal => FreshLab.Fault("kill-pod", "prod", "mysql-prod", $"prd-{ordinal}")));
        await set.Written(killedAt + TimeSpan.FromSeconds(15));
        set.OneWriterOnly();
        var repaired = await set.Until("one site has the primary", view => view.Health.Sites.Count(site => site.Writable.Count > 0) == 1, TimeSpan.FromMinutes(3));
        TestContext.Current.SendDiagnosticMessage("writes again after {0}, on {1}", set.Writers.Newest - killedAt, repaired.Health.PrimarySite);
        if (repaired.Health.PrimarySite == "dr")
        {
            await set.Report("prod", "dr");
            await set.Rejoin("prod");
        }

        await Lab.ClusterSet("acknowledge", "mycs");
        var ready = await set.Until("all is well", view => view.Health is { Status: "HEALTHY", Detector: { Enforced: true, HeldBy.Count: 0, Holding.Count: >= 2 } }, TimeSpan.FromMinutes(8));
        var (lost, heir) = ready.Health.PrimarySite == "prod" ? ("prod", "dr") : ("dr", "prod");
        var lostAt = DateTimeOffset.UtcNow;
        await FreshLab.Fault("stop-node", lost);
        await set.Until("the detector promotes", view => view.Health.Detector!.IsPromoting, TimeSpan.FromMinutes(3));
        await FreshLab.Fault("kill", "coordinator");
        await FreshLab.Fault("start", "coordinator");
        await set.TakenOver(heir, lostAt);
        set.OneWriterOnly();
        var report = await set.Report(lost, heir);
        Assert.Null(report.Person);
        TestContext.Current.SendDiagnosticMessage("RTO {0} s, taken over: {1}", report.RecoverySeconds, report.TakenOver);
        await set.Back(lost);
        set.OneWriterOnly();
    }
}
