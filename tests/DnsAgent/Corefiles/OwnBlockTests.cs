using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using CsCheck;

namespace ClusterSetSuite.DnsAgent.Tests.Corefiles;

public sealed class OwnBlockTests
{
    private static readonly string[] Pieces =
    [
        ".:53 {\n errors\n}\n", ".:53 {\r\n errors\r\n}\r\n", "# a note", "\n", "}", "{", "x.org {\n log\n}", " ", "# BEGIN clusterset mycs2\n# END clusterset mycs2\n",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]).Array[0, 5].Select(parts => string.Concat(parts)),
        Gen.String);

    private static readonly Gen<string> Blocks = Gen.Int[1, 4].Select(count => StubZones.Text(Enumerable.Range(1, count).Select(Zone), 53));

    private static ForwardedZone Zone(int number) => new()
    {
        Site = $"site{number}",
        Zone = $"mysql-{number}.svc.cluster.local",
        Upstream = new DnsEndpoint { Addresses = ["172.30.0.12", "172.30.0.13"], Port = 30053 },
        Probe = new DnsProbe { Name = $"clusterset-probe.mysql-{number}.svc.cluster.local", Target = $"site{number}.clusterset.invalid" },
    };

    [Fact]
    public void Editing_twice_is_editing_once() =>
        Gen.Select(Texts, Blocks).Sample((text, block) => OwnBlock.Put(OwnBlock.Put(text, "mycs", block), "mycs", block) == OwnBlock.Put(text, "mycs", block));

    [Fact]
    public void Taking_the_block_out_gives_back_the_very_same_text() =>
        Gen.Select(Texts, Blocks, Blocks).Sample((text, first, second) => OwnBlock.Remove(OwnBlock.Put(OwnBlock.Put(text, "mycs", first), "mycs", second), "mycs") == text);

    [Fact]
    public void Text_of_others_before_and_behind_the_block_stays() =>
        Gen.Select(Texts, Texts, Blocks).Sample((before, behind, block) =>
        {
            var edited = OwnBlock.Put(before, "mycs", block) + behind;
            return edited.StartsWith(before, StringComparison.Ordinal) && OwnBlock.Remove(edited, "mycs") == before + (IsOpen(before) && behind.Length > 0 ? "\n" : "") + behind;
        });

    private static bool IsOpen(string text) => text.Length > 0 && text[^1] != '\n';

    [Fact]
    public void Two_ClusterSets_keep_their_own_blocks()
    {
        var text = OwnBlock.Put(OwnBlock.Put(". {\n errors\n}", "a", "1\n"), "b", "2\n");
        Assert.Equal(OwnBlock.Put(". {\n errors\n}", "a", "1\n"), OwnBlock.Remove(text, "b"));
        Assert.Equal(". {\n errors\n}\n", OwnBlock.RemoveAll(text));
    }

    [Theory]
    [InlineData("# BEGIN clusterset mycs\nx\n", "line 1")]
    [InlineData("x\n# END clusterset mycs\n", "line 2")]
    [InlineData("# BEGIN clusterset mycs\n# END clusterset mycs\n# BEGIN clusterset mycs\n# END clusterset mycs\n", "line 3")]
    public void Damaged_markers_are_told_with_their_line(string text, string line) =>
        Assert.StartsWith(line, Assert.Throws<DamagedMarkersException>(() => OwnBlock.Put(text, "mycs", "y\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_stub_block_is_the_one_of_the_procedure() => Assert.Equal(
        """
        mysql-1.svc.cluster.local:5353 {
            errors
            cache 10
            forward . 172.30.0.12:30053 172.30.0.13:30053 {
                policy random
                health_check 5s
            }
        }

        """,
        StubZones.Text([Zone(1)], 5353));
}
