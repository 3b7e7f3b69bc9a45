using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Health;

namespace ClusterSetSuite.Coordinator.Tests.Health;

public class HealthReportTests
{
    [Fact]
    public void A_set_whose_sites_are_all_well_is_healthy_and_says_who_writes()
    {
        var health = Of(Seen.Well);

        Assert.Equal("HEALTHY", health.Status);
        Assert.Empty(health.Troubles);
        Assert.Equal("prd-0 of site prod; the metadata's view 4 gives the right to prd (site prod)", health.Writes);
        Assert.Equal(("observe", "prod"), (health.Automation, health.PrimarySite));
        var dr = health.Sites[1];
        Assert.Equal(("REPLICA", "OK", 0, 0L, 3), (dr.Role, dr.Channel, dr.LagSeconds, dr.LagTransactions, dr.Online));
        Assert.Null(dr.Errant);
    }

    [Fact]
    public void A_primary_that_only_administrators_may_write_to_is_told_with_what_mends_it()
    {
        var prod = Seen.Well["prod"].Observation.Clusters[0];
        var health = Of(Seen.Well, prod with { Members = [.. prod.Members.Select(member => member with { ReadOnlyForClients = true })] });

        Assert.Equal("DEGRADED", health.Status);
        Assert.Equal("prod: prd-0 takes writes of administrators alone, read_only is on: SET GLOBAL read_only = OFF there lets the other accounts write", Assert.Single(health.Troubles));
        Assert.Equal([true, false, false], health.Sites[0].Members.Select(member => member.AdministratorsOnly));
    }

    [Fact]
    public void Lag_is_told_in_seconds_and_in_transactions()
    {
        var dr = Of(Seen.Well, dr: Seen.Cluster("dr", null, Seen.View(4, "PRIMARY", "REPLICA"), $"{Seen.P}:1-7", Seen.Channel(lag: 2.5))).Sites[1];

        Assert.Equal((2.5, 3L), (dr.LagSeconds, dr.LagTransactions));
    }

    [Fact]
    public void A_replica_is_not_called_errant_for_what_it_received_after_the_primary_was_looked_at()
    {
        var (set, executed) = (Seen.View(4, "PRIMARY", "REPLICA"), $"{Seen.P}:1-12");

        Assert.Null(Of(Seen.Well, dr: Seen.Cluster("dr", null, set, executed, Seen.Channel(received: executed))).Sites[1].Errant);
        var errant = Of(Seen.Well, dr: Seen.Cluster("dr", null, set, executed, Seen.Channel()));
        Assert.Equal($"{Seen.P}:11-12", errant.Sites[1].Errant);
        Assert.Equal("DEGRADED", errant.Status);
    }

    [Fact]
    public void A_returned_primary_that_knows_nothing_of_the_failover_is_judged_by_the_newest_view()
    {
        var health = HealthReport.Of(
            Seen.Spec,
            new Dictionary<string, SeenSite>
            {
                ["prod"] = Seen.At("prod", Seen.Cluster("prd", null, Seen.View(4, "PRIMARY", "REPLICA"), "")),
                ["dr"] = Seen.At("dr", Seen.Cluster("dr", 0, Seen.View(4294967300, "", "PRIMARY"), "")),
            },
            Seen.Now);

        Assert.Equal(("dr", "INVALIDATED", "DEGRADED"), (health.PrimarySite, health.Sites[0].Role, health.Status));
        Assert.Contains(health.Troubles, trouble => trouble.Contains("clusterset rejoin", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_writable_sites_are_a_split_whatever_the_views_say()
    {
        var health = Of(Seen.Well, dr: Seen.Cluster("dr", 1, Seen.View(4, "PRIMARY", "REPLICA"), "", Seen.Channel()));

        Assert.Equal("SPLIT", health.Status);
        Assert.StartsWith("more than one site would take writes: prod, dr", health.Troubles[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_that_have_not_joined_yet_may_write_without_being_called_a_split()
    {
        var apart = Of(Seen.Well, prod: Seen.Cluster("prd", 0, null, ""), dr: Seen.Cluster("dr", 1, null, ""));
        Assert.Equal("UNKNOWN", apart.Status);
        Assert.Contains("no server that was seen knows ClusterSet mycs", Assert.Single(apart.Troubles), StringComparison.Ordinal);

        var half = Of(Seen.Well, prod: Seen.Cluster("prd", 0, Alone, ""), dr: Seen.Cluster("dr", 1, null, $"{Seen.P}:1-12"));
        Assert.Equal("DEGRADED", half.Status);
        Assert.Contains("dr: myreplica has not joined the set", Assert.Single(half.Troubles), StringComparison.Ordinal);

        // One that was let go while it could not be reached still takes itself for the set's.
        Assert.Equal("SPLIT", Of(Seen.Well, prod: Seen.Cluster("prd", 0, Alone, ""), dr: Seen.Cluster("dr", 1, Seen.View(4, "PRIMARY", "REPLICA"), "")).Status);
    }

    [Fact]
    public void A_primary_that_takes_no_writes_is_unavailable_and_one_that_is_not_seen_is_unknown()
    {
        var well = Seen.Well;
        Assert.Equal("UNAVAILABLE", Of(well, prod: well["prod"].Observation.Clusters[0].Dead()).Status);
        well["prod"] = well["prod"] with { SeenAt = Seen.Now.AddSeconds(-6) };
        var health = Of(well);
        Assert.Equal("UNKNOWN", health.Status);
        Assert.StartsWith("nobody, as far as is observed", health.Writes, StringComparison.Ordinal);
        Assert.Null(health.Sites[1].LagTransactions); // not measured against an old look
    }

    [Theory]
    [InlineData("CONNECTING", "the channel is CONNECTING")]
    [InlineData("OFF", "the channel is STOPPED")]
    public void A_channel_that_does_not_run_is_a_trouble(string receiver, string words)
    {
        var health = Of(Seen.Well, dr: Seen.Cluster("dr", null, Seen.View(4, "PRIMARY", "REPLICA"), $"{Seen.P}:1-10", Seen.Channel(receiver)));

        Assert.Equal("DEGRADED", health.Status);
        Assert.Contains(words, Assert.Single(health.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_that_seems_to_run_and_hears_nothing_is_a_trouble()
    {
        var health = Of(Seen.Well, dr: Seen.Cluster("dr", null, Seen.View(4, "PRIMARY", "REPLICA"), $"{Seen.P}:1-10", Seen.Channel() with { SilentFor = 70 }));

        Assert.Equal(("DEGRADED", "dr: the channel is SILENT"), (health.Status, Assert.Single(health.Troubles)));
    }

    [Fact]
    public void A_site_that_was_never_observed_says_what_to_look_at()
    {
        var health = HealthReport.Of(Seen.Spec, new Dictionary<string, SeenSite>(), Seen.Now);

        Assert.Equal("UNKNOWN", health.Status);
        Assert.Equal(3, health.Troubles.Count);
        Assert.Contains("clusterset agents", health.Troubles[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "dr: there is no InnoDBCluster dr in namespace mysql-dr")]
    [InlineData("the API server does not list the InnoDBClusters: 403", "dr: the API server does not list the InnoDBClusters: 403")]
    public void A_site_that_tells_and_has_no_such_cluster_is_not_called_silent(string? trouble, string told)
    {
        var well = Seen.Well;
        well["dr"] = well["dr"] with { Observation = well["dr"].Observation with { Clusters = [], Trouble = trouble } };

        Assert.Contains(told, Of(well).Troubles);
    }

    private static SetObservation Alone => Seen.View(5, "PRIMARY", "") with { Clusters = [new("prd", "PRIMARY", false)] };

    private static HealthView Of(Dictionary<string, SeenSite> seen, ClusterObservation? prod = null, ClusterObservation? dr = null)
    {
        if (prod is not null)
            seen["prod"] = Seen.At("prod", prod);
        if (dr is not null)
            seen["dr"] = Seen.At("dr", dr);
        return HealthReport.Of(Seen.Spec, seen, Seen.Now);
    }
}
