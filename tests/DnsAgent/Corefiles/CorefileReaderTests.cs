using ClusterSetSuite.DnsAgent.Corefiles;

namespace ClusterSetSuite.DnsAgent.Tests.Corefiles;

public sealed class CorefileReaderTests
{
    private const string Kubeadm = """
        .:53 {
            errors
            health {
               lameduck 5s
            }
            ready
            kubernetes cluster.local in-addr.arpa ip6.arpa {
               pods insecure
               fallthrough in-addr.arpa ip6.arpa
               ttl 30
            }
            prometheus :9153
            forward . /etc/resolv.conf {
               max_concurrent 1000
            }
            cache 30
            loop
            reload
            loadbalance
        }

        """;

    [Theory]
    [InlineData(Kubeadm)]
    [InlineData(". {\n template IN A x.org {\n  answer \"{{ .Name }} 60 IN A 10.0.0.1\"\n }\n}\n")]
    [InlineData("import custom/*.server\n.:53 { # everything\n errors\n}\n")]
    [InlineData("(common) {\n errors\n}\na.org, b.org:5353 {\n import common\n}\n")]
    [InlineData("a.org,\nb.org {\n errors\n}\n")]
    public void A_sound_file_has_no_faults(string text) => Assert.Empty(CorefileReader.Read(text, []).Faults);

    [Theory]
    [InlineData("", "line 1: there is no server block")]
    [InlineData("# nothing\n", "line 1: there is no server block")]
    [InlineData(".:53 {\n errors\n", "line 1: the block '.:53' is never closed")]
    [InlineData(".:53 {\n errors\n}\n}\n", "line 4: a '}' that closes nothing")]
    [InlineData(".:53\n errors\n}\n", "line 1: a server block without '{'")]
    [InlineData(".:53{\n errors\n}\n", "line 1:")]
    [InlineData(".:53 {\n erors\n}\n", "line 2: Unknown directive 'erors'")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n  max_fails 1\n}\n", "line 1: the block '.:53' is never closed")]
    [InlineData(".:53 {\n errors }\n", "line 2: a '}' that closes nothing")]
    [InlineData(".:53 {\n errors\n}\n.:53 {\n log\n}\n", "line 4: .:53 is served by two blocks (the other is in line 1)")]
    [InlineData(".:53 {\n forward .\n}\n", "line 2: 'forward' needs a zone and at least one upstream")]
    [InlineData(".:53 {\n forward . 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n}\n", "line 2: 'forward' has 16 upstreams")]
    [InlineData(".:dns {\n errors\n}\n", "line 1: '.:dns' is not a zone and a port")]
    public void A_broken_file_is_refused_with_its_line(string text, string fault) =>
        Assert.Contains(CorefileReader.Read(text, []).Faults, found => found.ToString().StartsWith(fault, StringComparison.Ordinal) && found.Advice.Length > 0);

    [Fact]
    public void A_plugin_of_an_own_build_can_be_named() =>
        Assert.Empty(CorefileReader.Read(". {\n fanout . 1.1.1.1\n}\n", ["fanout"]).Faults);

    [Theory]
    [InlineData(Kubeadm, 53, true)]
    [InlineData(".:5353 {\n errors\n}\n", 5353, false)]
    [InlineData("a.org:53 {\n errors\n}\n.:8053 {\n reload\n}\n", 8053, true)]
    [InlineData("cluster.local:1053 {\n kubernetes\n}\n", 1053, false)]
    public void Port_and_reload_are_those_of_the_main_block(string text, int port, bool reloads)
    {
        var corefile = CorefileReader.Read(text, []);
        Assert.Equal((port, reloads), (corefile.Port, corefile.Reloads));
    }

    [Fact]
    public void A_zone_is_found_however_it_is_written()
    {
        var corefile = CorefileReader.Read("dns://MySQL-dr.svc.cluster.local.:53 {\n errors\n}\n", []);
        Assert.NotNull(corefile.Serving("mysql-dr.svc.cluster.local", 53));
        Assert.Null(corefile.Serving("mysql-dr.svc.cluster.local", 5353));
    }
}
