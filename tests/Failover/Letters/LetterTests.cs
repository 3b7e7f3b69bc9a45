using System.Text;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Letters;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Tests.Letters;

public class LetterTests
{
    private static readonly AuthorityRecord Record = new()
    {
        Epoch = 7, Primary = "dr", Detector = "one", Enforced = true, PromiseSites = SiteSet.Of("c"), Promotable = SiteSet.Of("c"), Quarantined = SiteSet.Of("prod"),
        Promotion = new("prod", PromotionKind.Failover, null, SiteSet.None),
    };

    public static TheoryData<GuardEvent> Events =>
    [
        new AuthorityHeard(Record), new LeaseGranted(3, Record, TimeSpan.FromSeconds(8)), new LeaseRefused(3, null, "why"), new PromiseGiven("c", 4, 7, TimeSpan.FromSeconds(8)),
        new PromiseRefused("c", 4, Record, "why"), new PromiseAsked("dr", 4, Record), new FreezeAsked(7), new FreezeEnded(7), new FenceAsked(7, true), new PromoteAsked(Record), new StandDownAsked(7), new ReportAsked(9),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_that_travels_arrives_as_it_was(GuardEvent @event)
    {
        var letter = new ToGuard { ClusterSet = "mycs", Site = "dr", From = "one", Events = [@event] };
        Assert.Equal(@event, Assert.Single(Wire.FromJson<ToGuard>(Wire.ToJson(letter)).Events));
    }

    [Fact]
    public void What_only_a_shell_tells_its_own_guard_can_not_be_sent() =>
        Assert.Throws<NotSupportedException>(() => Wire.ToJson(new ToGuard { ClusterSet = "mycs", Site = "dr", From = "one", Events = [new AuthorityKept(1)] }));

    [Fact]
    public void A_report_arrives_as_it_was()
    {
        var report = new SiteReport
        {
            Site = "dr", KeptEpoch = 7, Health = GroupHealth.NoQuorum, Receiving = Receiving.No, HeartbeatRowAge = TimeSpan.FromSeconds(2.5),
            Received = GtidSet.Parse("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9:tag:4"), Promotion = new(7, SitePromotionStage.LookingAgain, true, "why") { WasRefused = true },
        };
        var answer = new DirectAnswer(new() { ClusterSet = "mycs", Site = "dr", Token = 5, Report = report, Lease = new LeaseAsked("dr", 1, 7) }, []);
        var read = Wire.FromJson<DirectAnswer>(Wire.ToJson(answer));
        Assert.Equal(report, read.Letter.Report);
        Assert.Equal(answer.Letter.Lease, read.Letter.Lease);
    }

    [Fact]
    public void A_wrong_gtid_set_is_no_letter() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GtidSet>("\"nonsense\"", Wire.Options));

    [Fact]
    public void A_seal_holds_for_its_letter_and_its_answer_only()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "0123456789abcdef\n");
        var (seal, letter) = (Seal.FromFile(file), Encoding.UTF8.GetBytes("letter"));
        var mark = seal.Of(letter);
        Assert.True(Seal.AreSame(mark, seal.Of(letter)));
        Assert.False(Seal.AreSame(mark, seal.Of(Encoding.UTF8.GetBytes("Letter"))));
        Assert.False(Seal.AreSame(null, mark));
        Assert.NotEqual(seal.OfAnswer(mark, letter), seal.OfAnswer(seal.Of(Encoding.UTF8.GetBytes("another")), letter)); // an old answer does not pass for a new one

        File.WriteAllText(file, "short");
        Assert.Contains("16", Assert.Throws<FormatException>(() => Seal.FromFile(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
