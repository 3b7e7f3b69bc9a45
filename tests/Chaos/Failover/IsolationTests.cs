using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>One story: the drill that cuts the primary's site off, with clients writing; the detector replaces it, and it is taken back. Nothing is lost, for it was fenced before it was cut off.</summary>
[Collection(OneLab.Name)]
public class IsolationTests(GuardedSet set) : IClassFixture<GuardedSet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_that_a_drill_cuts_off_is_replaced_by_itself_and_taken_back_and_no_acknowledged_write_is_lost()
    {
        var startedAt = DateTimeOffset.UtcNow;
        var drill = await Lab.ClusterSet("drill", "mycs", "--to", "dr", "--isolate", "--confirm", "mycs");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        var endedAt = DateTimeOffset.UtcNow;

        set.OneWriterOnly();
        await set.Until("all is well, with dr as the primary", view => view.Health is { Status: "HEALTHY", PrimarySite: "dr", Detector.Enforced: true }, TimeSpan.FromMinutes(3));
        await set.Written(endedAt);
        Assert.Empty(await set.Writers.Missing((await LabServers.Of("dr", Ct))["dr-0"], endedAt, Ct));
        var (report, kept) = (await set.Report("prod", "dr"), await set.Drill());
        TestContext.Current.SendDiagnosticMessage("the drill took {0:0} s; RTO {1:0.0} s from the cut, estimated loss {2:0.0} s", (endedAt - startedAt).TotalSeconds, report.RecoverySeconds, report.LossSeconds);
        Assert.Equal(("failover", null), (report.Kind, report.Person));
        Assert.Equal((true, "Completed", "prod", "dr", report.Epoch), (kept.Isolated, kept.State, kept.From, kept.To, kept.Promotion?.Epoch));

        var again = await Lab.ClusterSet("drill", "mycs", "--to", "prod", "--isolate", "--confirm", "mycs");
        Assert.True(again.ExitCode == 1 && $"{again}".Contains("nothing would replace a site that is cut off now", StringComparison.Ordinal), again.ToString()); // the last failover has not been looked at
    }
}
