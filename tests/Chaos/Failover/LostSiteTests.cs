using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>One story: the primary's site is lost with clients writing; the other takes over by itself, the old one comes back fenced, is rejoined, and gets the primary back.</summary>
[Collection(OneLab.Name)]
public class LostSiteTests(GuardedSet set) : IClassFixture<GuardedSet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_primary_site_is_replaced_by_itself_and_comes_back_without_a_second_writer()
    {
        var lostAt = DateTimeOffset.UtcNow;
        await FreshLab.Fault("stop-node", "prod");
        await set.TakenOver("dr", lostAt);
        set.OneWriterOnly();
        var report = await set.Report("prod", "dr");
        var missing = await set.Writers.Missing((await LabServers.Of("dr", Ct))["dr-0"], lostAt, Ct);
        TestContext.Current.SendDiagnosticMessage("RTO {0:0.0} s (detection {1:0.0} s); {2} acknowledged writes missing; estimated loss {3:0.0} s", report.RecoverySeconds, report.DetectionSeconds, missing.Count, report.LossSeconds);
        Assert.True(report is { From: "prod", To: "dr", Person: null, LossBoundSeconds: not null });
        Assert.All(missing, at => Assert.True(lostAt - at <= TimeSpan.FromSeconds(report.LossBoundSeconds!.Value + 1), $"a write acknowledged {lostAt - at} before the loss is missing"));

        await set.Back("prod");
        var (before, switchedAt) = (await Lab.ClusterSet("switchover", "mycs", "--to", "prod"), DateTimeOffset.UtcNow);
        Assert.True(before.ExitCode == 0, before.ToString());
        await set.Until("all is well again, with prod as the primary", view => view.Health is { Status: "HEALTHY", PrimarySite: "prod", Detector.Enforced: true }, TimeSpan.FromMinutes(3));
        Assert.DoesNotContain(await set.Writers.Missing((await LabServers.Of("prod", Ct))["prd-0"], switchedAt, Ct), at => at > lostAt + TimeSpan.FromSeconds(5));
        set.OneWriterOnly();
    }
}
