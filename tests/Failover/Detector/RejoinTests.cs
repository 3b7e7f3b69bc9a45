using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Tests.Detector;

/// <summary>When a lost site is taken back: in the modes that enforce nothing its guard lets it go with that.</summary>
public class RejoinTests
{
    private const string Uuid = "72008746-e9df-11f1-8fd2-e60a0a244ab6";
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(GroupHealth.Online, false, "1-9", true)]
    [InlineData(GroupHealth.Online, false, "1-11", false)] // it has what the primary lacks
    [InlineData(GroupHealth.Online, true, "1-9", false)] // it has not been rejoined: it takes itself for the primary
    [InlineData(GroupHealth.Unknown, false, "", false)] // its guard does not see its group: nothing seen is not nothing there
    [InlineData(GroupHealth.Offline, false, "", false)]
    public void A_lost_site_is_taken_back_when_its_group_is_seen_to_follow(GroupHealth health, bool isSetPrimary, string executed, bool isTakenBack)
    {
        var state = new DetectorState
        {
            Settings = new() { Detector = "one", ClusterSet = "mycs", Sites = SiteSet.Of("prod", "dr"), Mode = FailoverMode.Observe },
            Role = DetectorRole.Active,
            Record = new() { Epoch = 8, Primary = "dr", Detector = "one", Quarantined = SiteSet.Of("prod") },
            ConfirmedAt = Now,
            LastStepAt = Now,
            Sites = [Site("prod", health, isSetPrimary, executed), Site("dr", GroupHealth.Online, isSetPrimary: true, "1-10")],
        };

        var swaps = DetectorCore.Step(state, new RejoinAsked("prod"), Now).Effects.OfType<SwapAuthority>();

        if (isTakenBack)
            Assert.Empty(Assert.Single(swaps).Next.Quarantined);
        else
            Assert.Empty(swaps);
    }

    private static SiteView Site(string site, GroupHealth health, bool isSetPrimary, string executed) => new(site)
    {
        AnsweredAt = Now, HeardAt = Now, ReportAskedAt = Now,
        Report = new()
        {
            Site = site, KeptEpoch = 8, Health = health, IsSetPrimary = isSetPrimary, Writable = site == "dr",
            Executed = executed.Length > 0 && GtidSet.TryParse($"{Uuid}:{executed}", out var set, out _) ? set : GtidSet.Empty,
        },
    };
}
