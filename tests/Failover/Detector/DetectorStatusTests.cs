using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Detector;

namespace ClusterSetSuite.Failover.Tests.Detector;

public class DetectorStatusTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(60.0, "promoting dr loses about the last 60.0 s")]
    [InlineData(null, "can not tell the age of the last heartbeat row")]
    public void A_loss_that_would_not_be_allowed_is_told_while_all_is_well(double? age, string? told)
    {
        var status = DetectorStatus.Of(Well(age), Now);

        if (told is null)
            Assert.Empty(status.HeldBy);
        else
            Assert.Contains(told, Assert.Single(status.HeldBy), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_may_be_promoted_the_loss_is_no_reason_of_its_own()
    {
        var state = Well(null);

        Assert.StartsWith("no site may be promoted, because", Assert.Single(DetectorStatus.Of(state with { Record = state.Record! with { Promotable = SiteSet.None } }, Now).HeldBy), StringComparison.Ordinal);
    }

    private static DetectorState Well(double? age) => new()
    {
        Settings = new() { Detector = "one", ClusterSet = "mycs", Sites = SiteSet.Of("prod", "dr"), Mode = FailoverMode.Automatic },
        Role = DetectorRole.Active,
        Record = new() { Epoch = 4, Primary = "prod", Detector = "one", Enforced = true, EnforcerArmed = true, PromiseSites = SiteSet.Of("dr"), Promotable = SiteSet.Of("dr") },
        ConfirmedAt = Now,
        Sites =
        [
            new("prod") { AnsweredAt = Now, HeardAt = Now },
            new("dr") { AnsweredAt = Now, HeardAt = Now, ReceivedAt = Now, ReportAskedAt = Now, Report = new() { Site = "dr", HeartbeatRowAge = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null } },
        ],
    };
}
