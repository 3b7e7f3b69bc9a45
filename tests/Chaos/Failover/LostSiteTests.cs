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
        await set.Until("dr has the primary", view => view.Health.PrimarySite == "dr" && view.Health.Sites.Single(site => site.Site == "dr").Writable.Count == 1, TimeSpan.FromMinutes(3));
        while (set.Writers.Newest < lostAt + TimeSpan.FromSeconds(5))
            await Task.Delay(TimeSpan.FromMilliseconds(200), Ct); // clients write again, through dr's router
        set.OneWriterOnly();
        var report = await set.Report();
        var missing = await set.Writers.Missing((await LabServers.Of("dr", Ct))["dr-0"], lostAt, Ct);
        TestContext.Current.SendDiagnosticMessage("RTO {0:0.0} s (detection {1:0.0} s); {2} acknowledged writes missing; estimated loss {3:0.0} s", report.RecoverySeconds, report.DetectionSeconds, missing.Count, report.LossSeconds);
        Assert.True(report is { From: "prod", To: "dr", Person: null, LossBoundSeconds: not null });
        Assert.All(missing, at => Assert.True(lostAt - at <= TimeSpan.FromSeconds(report.LossBoundSeconds!.Value + 1), $"a write acknowledged {lostAt - at} before the loss is missing"));

        await FreshLab.Fault("start-node", "prod");
        await set.Until("prod is back and fenced", view => view.Health.Detector!.Guards["prod"].StartsWith("fenced", StringComparison.Ordinal)
            && view.Health.Sites.Single(site => site.Site == "prod") is { Stale: false, Writable.Count: 0 } prod && prod.Members.All(member => member.Trouble is null), TimeSpan.FromMinutes(5));
        set.OneWriterOnly();

        var rejoined = await Lab.ClusterSet("rejoin", "mycs", "prod");
        if (rejoined.ExitCode != 0)
        {
            Assert.Contains("transactions that the primary has not", $"{rejoined}", StringComparison.Ordinal); // it went another way: shown, and given up by a person's word alone
            var anew = await Lab.ClusterSet("rejoin", "mycs", "prod", "--clone", "--confirm", "mycs");
            Assert.True(anew.ExitCode == 0, anew.ToString());
        }

        await set.Until("all is well", view => view.Health.Status == "HEALTHY" && view.Health.Detector is { Enforced: true }, TimeSpan.FromMinutes(3));
        var (before, switchedAt) = (await Lab.ClusterSet("switchover", "mycs", "--to", "prod"), DateTimeOffset.UtcNow);
        Assert.True(before.ExitCode == 0, before.ToString());
        await set.Until("all is well again, with prod as the primary", view => view.Health is { Status: "HEALTHY", PrimarySite: "prod", Detector.Enforced: true }, TimeSpan.FromMinutes(3));
        Assert.DoesNotContain(await set.Writers.Missing((await LabServers.Of("prod", Ct))["prd-0"], switchedAt, Ct), at => at > lostAt + TimeSpan.FromSeconds(5));
        set.OneWriterOnly();
    }
}
