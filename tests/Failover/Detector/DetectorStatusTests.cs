using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Reports;

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

    [Theory]
    [InlineData("dr", "dr", "", "the guard of the primary site has not confirmed which promises it needs")]
    [InlineData("dr", "", "", "no other site of the set answers: dr")]
    [InlineData("dr", "", "dr", "these sites were lost and have not been taken back since: dr (clusterset rejoin mycs dr)")]
    [InlineData("", "", "", "the set has no other site")]
    public void Where_nobody_may_be_promoted_the_loss_is_no_reason_of_its_own(string others, string promises, string quarantined, string why)
    {
        static SiteSet Set(string site) => site.Length == 0 ? SiteSet.None : SiteSet.Of(site);
        var state = Well(null);
        state = state with
        {
            Settings = state.Settings with { Sites = Set(others).With("prod") },
            Record = state.Record! with { Promotable = SiteSet.None, PromiseSites = Set(promises), Quarantined = Set(quarantined) },
        };

        Assert.Equal($"no site may be promoted, because {why}", Assert.Single(DetectorStatus.Of(state, Now).HeldBy));
    }

    [Theory]
    [InlineData(31.5, null)]
    [InlineData(45.0, "promoting dr loses about the last 14.0 s")]
    public void A_detector_that_never_saw_the_primary_counts_from_what_its_predecessor_knew(double age, string? told)
    {
        var won = new LockWon(Well(null).Record, "prod", null, TimeSpan.Zero) { Former = new(TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(59)) };
        var state = DetectorCore.Step(DetectorState.Start(Well(null).Settings, Now), won, Now).State;
        Assert.Equal((new SiteView("prod").LastSeenAt, Now - TimeSpan.FromSeconds(31)), (state.View("prod").LastSeenAt, state.View("prod").LastKnownAt));
        Assert.Null(state.PrimarySilence(Now)); // not silent to itself yet

        state = Well(age) with { Sites = [state.View("prod") with { ProbedAt = Now, SilentSince = Now }, Well(age).View("dr") with { ReceivedAt = new SiteView("dr").ReceivedAt }] };
        Assert.Equal(TimeSpan.FromSeconds(31), state.PrimarySilence(Now));
        var held = DetectorStatus.Of(state, Now).HeldBy;
        if (told is null)
            Assert.Empty(held);
        else
            Assert.Contains(told, Assert.Single(held), StringComparison.Ordinal);
    }

    [Fact]
    public void A_predecessor_that_is_gone_for_a_minute_says_nothing_any_more()
    {
        var won = new LockWon(Well(null).Record, "prod", null, TimeSpan.Zero) { Former = new(TimeSpan.FromSeconds(91), TimeSpan.FromSeconds(60)) };

        Assert.Equal(new SiteView("prod").LastKnownAt, DetectorCore.Step(DetectorState.Start(Well(null).Settings, Now), won, Now).State.View("prod").LastKnownAt);
    }

    [Fact]
    public void A_detector_that_nobody_told_of_the_primary_says_so()
    {
        var state = Well(0.5);
        state = state with { Sites = [new("prod") { ProbedAt = Now, SilentSince = Now }, state.View("dr")] };

        Assert.Equal("this detector has never seen the primary site alive, so the loss can not be told", Assert.Single(DetectorStatus.Of(state, Now).HeldBy));
        Assert.Null(state.PrimarySilence(Now));
    }

    [Fact]
    public void A_detector_on_standby_promises_nothing() =>
        Assert.Contains("on standby", Assert.Single(DetectorStatus.Of(DetectorState.Start(Well(0.5).Settings, Now), Now).HeldBy), StringComparison.Ordinal);

    [Fact]
    public void A_group_that_is_down_is_counted_from_when_it_was_last_online_though_its_guard_could_tell_only_later()
    {
        // All its servers are killed at 2 s; for 20 s the guard can not tell, then new ones answer and none runs the group.
        var state = Told(Told(Told(Well(1), 1, "prod", GroupHealth.Online), 12, "prod", GroupHealth.Unknown), 22, "prod", GroupHealth.Offline);
        state = Told(state, 22, "dr", GroupHealth.Online, rowAge: 20.5);
        Assert.Empty(DetectorStatus.Of(state, At(22)).HeldBy);

        // Had the channel stopped before that, nobody could tell.
        var stopped = state with { Sites = [state.View("prod"), state.View("dr") with { ReceivedAt = At(-30) }] };
        Assert.Contains("had stopped receiving before", Assert.Single(DetectorStatus.Of(stopped, At(22)).HeldBy), StringComparison.Ordinal);
    }

    [Fact]
    public void A_primary_that_lived_when_the_detector_fell_asleep_may_have_worked_until_it_woke_up()
    {
        var (awake, asleep) = (Told(Well(1), 1, "prod", GroupHealth.Online), TimeSpan.FromSeconds(40));
        var silent = new MembersProbed("prod", At(1) + asleep, null);

        var state = DetectorCore.Step(awake, silent, At(1) + asleep).State;
        Assert.Equal((At(1), At(1) + asleep), (state.View("prod").LastKnownAt, state.View("prod").UnwatchedUntil));
        state = Told(state with { ConfirmedAt = At(43) }, 43, "dr", GroupHealth.Online, rowAge: 43);
        Assert.Contains(DetectorStatus.Of(state, At(43)).HeldBy, held => held.Contains("loss can not be told", StringComparison.Ordinal));

        // It slept no longer than answers stay fresh: nothing was missed.
        Assert.Equal(new SiteView("prod").UnwatchedUntil, DetectorCore.Step(awake, silent with { AskedAt = At(2) }, At(2)).State.View("prod").UnwatchedUntil);
    }

    private static TimeSpan At(double seconds) => Now + TimeSpan.FromSeconds(seconds);

    private static DetectorState Told(DetectorState state, double seconds, string site, GroupHealth health, double? rowAge = null)
    {
        var report = new SiteReport { Site = site, Health = health, Receiving = site == "dr" ? Receiving.No : Receiving.Unknown, HeartbeatRowAge = rowAge is { } age ? TimeSpan.FromSeconds(age) : null };
        return DetectorCore.Step(state with { LastStepAt = At(seconds), ConfirmedAt = At(seconds), WitnessAt = At(seconds) }, new SiteReported(At(seconds), report), At(seconds)).State;
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
