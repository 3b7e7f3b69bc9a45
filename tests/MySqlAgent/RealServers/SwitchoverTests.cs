using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>The steps of a switchover, there and back, on four real servers.</summary>
[Collection("real servers")]
public sealed class SwitchoverTests
{
    private static readonly InspectReplica Look = new() { Cluster = TwoSites.Replica, SetName = "mycs", Name = "myreplica", IsTarget = true, MaxLag = TimeSpan.FromSeconds(10) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_primary_moves_there_and_back_without_losing_an_acknowledged_write()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartSet(29100, Ct);

        await The_way_there_is_measured_exactly(sites);
        await The_way_back_without_a_route_to_the_other_site_is_measured_as_an_upper_bound(sites);
        await An_unready_target_is_refused_with_the_reason(sites);
        await A_switch_that_takes_too_long_is_put_back(sites);
        await Errant_transactions_of_the_target_are_refused(sites);
    }

    private static async Task The_way_there_is_measured_exactly(TwoSites sites)
    {
        var profile = await Profile(sites, Look);
        Assert.False(profile.IsPrimary);
        Assert.IsType<StepState.Done>(await sites.InspectPrimary.Check(FromPrd(profile), Ct));
        var command = Move(TwoSites.Primary, "myreplica", profile.PrimaryAddress, "there");

        var report = await Moved(sites, command);

        Assert.True(report.Exact);
        Assert.InRange(report.Pause, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        Assert.NotEmpty(report.Acknowledged);
        await Proven(sites, TwoSites.Replica, "myreplica", TwoSites.Primary, "prd", command.Token, report);
        Assert.IsType<StepState.Done>(await sites.Switch.Check(command, Ct));
        Assert.True((await Profile(sites, Look)).IsPrimary);
    }

    private static async Task The_way_back_without_a_route_to_the_other_site_is_measured_as_an_upper_bound(TwoSites sites)
    {
        sites.Servers.HasRoute = false;
        var back = Look with { Cluster = TwoSites.Primary, Name = "prd" };
        var profile = await Profile(sites, back);
        var command = Move(TwoSites.Replica, "prd", profile.PrimaryAddress, "back");

        var report = await Moved(sites, command);

        sites.Servers.HasRoute = true;
        Assert.False(report.Exact);
        Assert.Equal(2.0, await sites.ChannelHeartbeat(0, Ct)); // the channel was made anew
        Assert.True(report.Pause > TimeSpan.FromMilliseconds(1));
        await Proven(sites, TwoSites.Primary, "prd", TwoSites.Replica, "myreplica", command.Token, report);
    }

    private static async Task An_unready_target_is_refused_with_the_reason(TwoSites sites)
    {
        await OnChannel(sites, "STOP REPLICA SQL_THREAD");
        var refused = Assert.IsType<StepState.Unsafe>(await sites.InspectReplica.Check(Look, Ct));
        Assert.Contains("receiver ON, applier OFF", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<StepState.Done>(await sites.InspectReplica.Check(Look with { IsTarget = false }, Ct));
        Assert.Contains("mycs", Assert.IsType<StepState.Unsafe>(await sites.InspectReplica.Check(Look with { SetName = "other" }, Ct)).Reason, StringComparison.Ordinal);
    }

    // The applier is stopped; with a delay it runs and stays behind.
    private static async Task A_switch_that_takes_too_long_is_put_back(TwoSites sites)
    {
        await OnChannel(sites, "CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 3600");
        await OnChannel(sites, "START REPLICA SQL_THREAD");
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE late", Ct);
        Assert.Contains("delayed by 3600 s", Assert.IsType<StepState.Unsafe>(await sites.InspectReplica.Check(Look, Ct)).Reason, StringComparison.Ordinal);
        var command = Move(TwoSites.Primary, "myreplica", sites.ReplicaAddress, "late") with { Timeout = TimeSpan.FromSeconds(2) };
        Assert.IsType<StepState.Needed>(await sites.Switch.Check(command, Ct));

        var failed = await Assert.ThrowsAsync<StepFailedException>(() => sites.Switch.Apply(command, Ct));

        Assert.Contains("prd is still the primary and takes writes", failed.Message, StringComparison.Ordinal);
        Assert.False(failed.Retriable);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE still_writable", Ct);
        Assert.IsType<StepState.Needed>(await sites.Switch.Check(command, Ct));
        await OnChannel(sites, "STOP REPLICA SQL_THREAD");
        await OnChannel(sites, "CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0");
        await OnChannel(sites, "START REPLICA SQL_THREAD");
    }

    private static async Task Errant_transactions_of_the_target_are_refused(TwoSites sites)
    {
        await sites.Execute(TwoSites.Replica, 0, "SET GLOBAL super_read_only = 0; CREATE DATABASE errant; SET GLOBAL super_read_only = 1", Ct);

        var refused = Assert.IsType<StepState.Unsafe>(await sites.InspectPrimary.Check(FromPrd(await Profile(sites, Look)), Ct));

        Assert.Contains("myreplica has transactions that the primary has not", refused.Reason, StringComparison.Ordinal);
    }

    private static async Task Proven(TwoSites sites, LocalCluster primary, string name, LocalCluster follower, string followerName, string token, SwitchReport report)
    {
        var command = new VerifyNewPrimary { Cluster = primary, SetName = "mycs", Name = name, Token = token, Acknowledged = report.Acknowledged };
        var found = Assert.IsType<NewPrimary>(Assert.IsType<StepState.Done>(await sites.NewPrimary.Verify(command, Ct)).Facts);
        Assert.IsType<StepState.Done>(await sites.Follower.Verify(new VerifyFollower(follower, "mycs", followerName, name), Ct));
        Assert.IsType<StepState.Done>(await sites.Routers.Check(new VerifyRouters(primary, found.Address, found.Uuid), Ct));
        Assert.IsType<StepState.Needed>(await sites.Routers.Check(new VerifyRouters(primary, found.Address, "another"), Ct));

        var lost = await Assert.ThrowsAsync<StepFailedException>(() => sites.NewPrimary.Check(command with { Acknowledged = [.. report.Acknowledged, 999_999] }, Ct));
        Assert.Contains("1 of", lost.Message, StringComparison.Ordinal);
        var wrong = Assert.IsType<StepState.Unsafe>(await sites.Follower.Check(new VerifyFollower(primary, "mycs", name, followerName), Ct));
        Assert.Contains("would take writes", wrong.Reason, StringComparison.Ordinal);
    }

    private static async Task<SwitchReport> Moved(TwoSites sites, SwitchPrimary command)
    {
        var step = sites.Switch;
        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        return Assert.IsType<SwitchReport>(Assert.IsType<StepState.Done>(await step.Verify(command, Ct)).Facts);
    }

    private static async Task<ReplicaProfile> Profile(TwoSites sites, InspectReplica command) =>
        Assert.IsType<ReplicaProfile>(Assert.IsType<StepState.Done>(await sites.InspectReplica.Check(command, Ct)).Facts);

    private static InspectPrimary FromPrd(ReplicaProfile profile) => new()
    {
        Cluster = TwoSites.Primary, SetName = "mycs", Target = "myreplica", Invalidate = [], Replicas = new Dictionary<string, ReplicaProfile> { ["myreplica"] = profile },
    };

    private static SwitchPrimary Move(LocalCluster from, string target, string address, string token) => new()
    {
        Cluster = from, SetName = "mycs", Target = target, TargetAddress = address, Timeout = TimeSpan.FromSeconds(20), Invalidate = [], Token = token,
    };

    private static Task OnChannel(TwoSites sites, string statement) => sites.Execute(TwoSites.Replica, 0, $"{statement} FOR CHANNEL 'clusterset_replication'", Ct);
}
