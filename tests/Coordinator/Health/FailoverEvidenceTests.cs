using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Operations;

namespace ClusterSetSuite.Coordinator.Tests.Health;

public class FailoverEvidenceTests
{
    [Fact]
    public void A_primary_that_lives_is_evidence_against_a_failover()
    {
        var evidence = Of(Seen.Well);

        Assert.Equal(2, evidence.Refusals.Count);
        Assert.Contains("the primary lives and takes writes", evidence.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("dr still receives from the primary", evidence.Refusals[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_primary_may_be_replaced_and_the_loss_is_what_it_was_seen_to_have_and_the_target_never_received()
    {
        var evidence = Of(Lost(received: $"{Seen.P}:1-8", executed: $"{Seen.P}:1-7"));

        Assert.Empty(evidence.Refusals);
        Assert.Equal($"{Seen.P}:9-10", evidence.KnownLost);
        Assert.StartsWith($"2 transactions that the primary was seen to have never came to dr: {Seen.P}:9-10", evidence.EstimatedLoss, StringComparison.Ordinal);
        Assert.Contains("prd-0 unreachable (connection refused)", evidence.Evidence[0], StringComparison.Ordinal);
        Assert.Contains("the channel is CONNECTING, heard of the primary 12 s ago", evidence.Evidence[1], StringComparison.Ordinal);
        Assert.Equal(2.5, evidence.LossSeconds!.Value, 3); // heard 12.5 s ago, seen alive 10 s ago
    }

    [Fact]
    public void Nothing_known_lost_is_said_so_with_what_was_not_seen()
    {
        var evidence = Of(Lost(received: $"{Seen.P}:1-10", executed: $"{Seen.P}:1-7"));

        Assert.Equal("", evidence.KnownLost);
        Assert.StartsWith("dr has everything that the primary was seen to have; the primary was last seen alive 10 s ago", evidence.EstimatedLoss, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_of_the_primary_that_answer_and_take_no_writes_are_to_be_restored_not_replaced()
    {
        var seen = Lost($"{Seen.P}:1-10", $"{Seen.P}:1-10");
        seen["prod"] = Seen.At("prod", Seen.Cluster("prd", null, null, ""));

        Assert.Contains("restore the group there", Assert.Single(Of(seen).Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_primary_site_is_told_with_its_age_and_an_unknown_loss_is_called_unknown()
    {
        var seen = Lost($"{Seen.P}:1-10", $"{Seen.P}:1-10");
        seen["prod"] = seen["prod"] with { SeenAt = Seen.Now.AddSeconds(-45), LastAlive = null };

        var evidence = Of(seen, silent: ["prod"]);

        Assert.Equal("prod (primary): its agent is silent; its servers were last observed 45 s ago", evidence.Evidence[0]);
        Assert.StartsWith("unknown", evidence.EstimatedLoss, StringComparison.Ordinal);
        Assert.Null(evidence.KnownLost);
        Assert.Empty(evidence.Refusals);
    }

    [Fact]
    public void A_target_whose_agent_is_silent_is_refused() =>
        Assert.Contains("does not report", Assert.Single(Of(Lost("", ""), silent: ["prod", "dr"]).Refusals), StringComparison.Ordinal);

    private static FailoverEvidenceView Of(Dictionary<string, SeenSite> seen, params string[] silent) =>
        FailoverEvidence.Of(Seen.Spec, "dr", new OperationContext { Silent = silent }, seen, Seen.Now);

    private static Dictionary<string, SeenSite> Lost(string received, string executed)
    {
        var seen = Seen.Well;
        var alive = new SeenAlive(seen["prod"].Observation, Seen.Now.AddSeconds(-10));
        seen["prod"] = Seen.At("prod", seen["prod"].Observation.Clusters[0].Dead()) with { LastAlive = alive };
        seen["dr"] = Seen.At("dr", Seen.Cluster("dr", null, Seen.View(4, "PRIMARY", "REPLICA"), executed, Seen.Channel("CONNECTING", received: received)));
        return seen;
    }
}
