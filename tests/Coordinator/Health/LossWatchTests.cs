using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Health;

namespace ClusterSetSuite.Coordinator.Tests.Health;

public class LossWatchTests
{
    [Fact]
    public void Nothing_is_suspected_while_the_primary_is_seen_alive() => Assert.Null(HealthReport.Of(Seen.Spec, Seen.Well, Seen.Now).Loss);

    [Theory]
    [InlineData("ON", 0.5, "veto: dr still receives", false)]
    [InlineData("CONNECTING", 0.5, "not proven", true)]
    [InlineData("CONNECTING", 60, "hold: no replica site can be asked", null)]
    public void A_silent_primary_is_weighed_by_what_its_replica_tells(string receiver, double replicaAge, string verdict, bool? nothingReceived)
    {
        var seen = Seen.Well;
        seen["prod"] = seen["prod"] with { SeenAt = Seen.Now.AddSeconds(-60) };
        seen["dr"] = Seen.At("dr", Seen.Cluster("dr", null, Seen.View(4, "PRIMARY", "REPLICA"), "", Seen.Channel(receiver)), replicaAge);

        var loss = Assert.IsType<LossView>(HealthReport.Of(Seen.Spec, seen, Seen.Now).Loss);

        Assert.StartsWith(verdict, loss.Verdict, StringComparison.Ordinal);
        Assert.Equal(nothingReceived, loss.Evidence[1].Holds);
        Assert.Null(loss.Evidence[0].Holds);
    }

    [Fact]
    public void Where_a_detector_watches_its_own_evidence_is_told_and_none_while_it_promotes()
    {
        var seen = Seen.Well;
        seen["prod"] = seen["prod"] with { SeenAt = Seen.Now.AddSeconds(-60) };
        var detector = new AutomationView
        {
            Sentence = "", Enforced = true, IsPromoting = false, Epoch = 4, Guards = new Dictionary<string, string>(), Holding = ["members silent"], Missing = [], HeldBy = ["the loss can not be told"],
        };

        var held = Assert.IsType<LossView>(HealthReport.Of(Seen.Spec, seen, Seen.Now, detector).Loss);
        Assert.Equal("by all the evidence; held by: the loss can not be told", held.Verdict);
        Assert.Equal(("members silent", true), (held.Evidence[0].Name, held.Evidence[0].Holds));
        Assert.StartsWith("not proven", HealthReport.Of(Seen.Spec, seen, Seen.Now, detector with { Missing = ["guard silent"] }).Loss?.Verdict, StringComparison.Ordinal);
        Assert.Null(HealthReport.Of(Seen.Spec, seen, Seen.Now, detector with { IsPromoting = true }).Loss);
    }
}
