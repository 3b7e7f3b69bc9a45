using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Tests.Detector;

/// <summary>The spans that a promotion's report splits its time into.</summary>
public class PromotionReportTests
{
    private static readonly TimeSpan Decided = TimeSpan.FromSeconds(1000);

    [Fact]
    public void The_first_call_of_AdminAPI_and_the_first_write_are_counted_from_the_decision_whenever_they_are_reported()
    {
        var forcing = Step(Promoting(), 2.5, stage: SitePromotionStage.Forcing, forcedFor: 1.8, writable: false);
        Assert.Equal(TimeSpan.FromSeconds(30 + 2.5 - 1.8), forcing.State.Report!.Forced);
        Assert.Null(forcing.State.Report.Recovery);

        var again = Step(forcing.State, 3.5, stage: SitePromotionStage.LookingAgain, forcedFor: 2.0, writable: false); // a guard that lost the count does not change it
        Assert.Equal(forcing.State.Report.Forced, again.State.Report!.Forced);

        var done = Step(again.State, 9, stage: SitePromotionStage.Done, forcedFor: 8.3, writable: true);
        Assert.Equal(TimeSpan.FromSeconds(30 + 9), Assert.Single(done.Effects.OfType<PublishReport>()).Report.Recovery);
    }

    [Fact]
    public void A_command_of_another_promotion_is_not_this_ones() =>
        Assert.Null(Step(Promoting(), 2.5, SitePromotionStage.Forcing, forcedFor: 40, writable: false, epoch: 4).State.Report!.Forced);

    [Fact]
    public void A_report_of_a_detector_that_is_gone_is_ended_by_the_next_one()
    {
        var done = Step(Promoting() with { Report = null }, 9, SitePromotionStage.Done, forcedFor: 8.3, writable: true);
        Assert.Equal(new EndReport("dr", IsPrimary: true), Assert.Single(done.Effects.OfType<EndReport>()));
        Assert.Empty(done.Effects.OfType<PublishReport>());

        var givenUp = Step(Promoting() with { Report = null }, 9, SitePromotionStage.StoodDown, forcedFor: 0, writable: false);
        Assert.Equal(new EndReport("dr", IsPrimary: false), Assert.Single(givenUp.Effects.OfType<EndReport>()));
    }

    [Fact]
    public void A_detector_that_wins_the_lock_again_knows_no_more_of_its_report_than_another()
    {
        var won = DetectorCore.Step(Promoting() with { Role = DetectorRole.Standby }, new LockWon(Promoting().Record, "prod", null, TimeSpan.Zero), Decided);
        Assert.Null(won.State.Report);
        Assert.Null(Assert.Single(won.Effects.OfType<SwapAuthority>()).Report);
    }

    private static Turn<DetectorState, DetectorEffect> Step(DetectorState state, double seconds, SitePromotionStage stage, double forcedFor, bool writable, long epoch = 5)
    {
        var now = Decided + TimeSpan.FromSeconds(seconds);
        var report = new SiteReport
        {
            Site = "dr", KeptEpoch = 5, Writable = writable, IsSetPrimary = writable, Health = GroupHealth.Online,
            Promotion = new(epoch, stage, ForceStarted: true, "") { ForcedFor = TimeSpan.FromSeconds(forcedFor) },
        };
        return DetectorCore.Step(state with { ConfirmedAt = now, WitnessAt = now, LastStepAt = now }, new SiteReported(now, report), now);
    }

    private static DetectorState Promoting() => new()
    {
        Settings = new() { Detector = "one", ClusterSet = "mycs", Sites = SiteSet.Of("prod", "dr"), Mode = FailoverMode.Automatic },
        Role = DetectorRole.Active,
        Record = new()
        {
            Epoch = 5, Primary = "dr", Detector = "one", Enforced = true, EnforcerArmed = true, Promotion = new("prod", PromotionKind.Failover, null, SiteSet.None), Quarantined = SiteSet.Of("prod"),
        },
        DecidedAt = Decided,
        Report = new()
        {
            Epoch = 5, Kind = PromotionKind.Failover, From = "prod", To = "dr", Evidence = [], Loss = new(TimeSpan.Zero, TimeSpan.Zero, false), Kept = GtidSet.Empty, Detection = TimeSpan.FromSeconds(30),
        },
        Sites = [new("prod"), new("dr")],
    };
}
