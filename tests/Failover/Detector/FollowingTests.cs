using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Tests.Detector;

/// <summary>Where nothing is enforced people move the primary, and the record follows.</summary>
public class FollowingTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1, false, "dr", "")] // a switchover: the former primary says that it follows
    [InlineData(1, true, null, "")] // both take themselves for the primary: a person decides
    [InlineData(7, true, null, "")] // slow to answer; it is waited for
    [InlineData(60, true, "dr", "prod")] // a person's failover: it knows nothing of that, and would write when it is back
    [InlineData(60, false, "dr", "prod")]
    public void A_former_primary_that_is_silent_is_quarantined(int silentSeconds, bool tookItselfForPrimary, string? primary, string quarantined)
    {
        var state = new DetectorState
        {
            Settings = new() { Detector = "one", ClusterSet = "mycs", Sites = SiteSet.Of("prod", "dr"), Mode = FailoverMode.Observe },
            Role = DetectorRole.Active,
            Record = new() { Epoch = 8, Primary = "prod", Detector = "one" },
            ConfirmedAt = Now,
            LastStepAt = Now,
            Sites = [Site("prod", Now - TimeSpan.FromSeconds(silentSeconds), tookItselfForPrimary, isWritable: false), Site("dr", Now, isSetPrimary: true, isWritable: true)],
        };

        var next = DetectorCore.Step(state, new DetectorWoke(), Now).Effects.OfType<SwapAuthority>().SingleOrDefault()?.Next;

        Assert.Equal(primary, next?.Primary);
        Assert.Equal(quarantined, next is null ? "" : string.Join(',', next.Quarantined));
        Assert.Equal(next is null ? null : quarantined.Length > 0, next?.IsEnforcedOn("prod"));
    }

    private static SiteView Site(string site, TimeSpan at, bool isSetPrimary, bool isWritable) => new(site)
    {
        AnsweredAt = at, HeardAt = at, ReportAskedAt = at, Report = new() { Site = site, KeptEpoch = 8, Health = GroupHealth.Online, IsSetPrimary = isSetPrimary, Writable = isWritable },
    };
}
