using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.CoreDns.Tests;

public sealed class CorefileTests
{
    private static Configuration Set(string text) => new Setup(new Shared(53, TestContext.Current.CancellationToken)).Make("Corefile", text);

    [Theory]
    [InlineData(".:53 {\n frob\n}\n", "Corefile:2 - Error during parsing: Unknown directive 'frob'")]
    [InlineData(".:53 {\n errors\n", "Corefile:2 - Syntax error: Unexpected token 'errors', expecting '}'")]
    [InlineData(".:53 {\n errors\n}\n}\n.:54 {\n errors\n}\n", "Corefile:5 - Error during parsing: Unknown directive '.:54'")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n max_fails 1\n", "Corefile:3 - Error during parsing: Unexpected EOF")]
    [InlineData(".:53, {\n errors\n}\n", "Corefile:1 - Error during parsing: Expected another address but had '{' - check for extra comma")]
    [InlineData("a.org:53 {\n errors\n}\na.org:53 {\n errors\n}\n", "cannot serve dns://a.org.:53 - it is already defined")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n  policy best\n }\n}\n", "plugin/forward: Corefile:3 - Error during parsing: unknown policy 'best'")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n  swift 3\n }\n}\n", "plugin/forward: Corefile:3 - Error during parsing: unknown property 'swift'")]
    [InlineData(".:53 {\n forward .\n}\n", "plugin/forward: Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'forward'")]
    [InlineData(".:53 {\n forward . nowhere.example\n}\n", "plugin/forward: not an IP address or file: \"nowhere.example\"")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n  expire soon\n }\n}\n", "plugin/forward: time: invalid duration \"soon\"")]
    [InlineData(".:53 {\n kubernetes cluster.local {\n  pods maybe\n }\n}\n", "plugin/kubernetes: Corefile:3 - Error during parsing: unknown property 'pods'")]
    public void A_broken_file_is_refused_in_the_real_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CorefileException>(() => Set(text)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData(".:53 {\n errors\n}\n}\n")]
    [InlineData(".:53\nerrors\n}\n")]
    [InlineData(".:53 {\n forward . 1.1.1.1 {\n  max_fails 1\n }\n")]
    public void Some_broken_files_pass_silently_as_in_the_real_one(string text) => Assert.NotNull(Set(text));

    [Fact]
    public void Sixteen_upstreams_are_one_too_many()
    {
        static string With(int count) => $". {{\n forward . {string.Join(' ', Enumerable.Range(1, count).Select(i => $"10.0.0.{i}:30053"))}\n}}\n";
        Assert.Single(Set(With(15)).Servers);
        Assert.Equal("plugin/forward: more than 15 TOs configured: 16", Assert.Throws<CorefileException>(() => Set(With(16))).Message);
    }

    [Fact]
    public void Reload_looks_every_half_to_one_and_a_half_intervals()
    {
        var intervals = Enumerable.Range(0, 50).Select(_ => Set(". {\n reload\n}\n").Reload!.Value).ToList();
        Assert.All(intervals, interval => Assert.InRange(interval.TotalSeconds, 15, 45));
        Assert.True(intervals.Max() - intervals.Min() > TimeSpan.FromSeconds(5));
        Assert.Null(Set(". {\n errors\n}\n").Reload);
    }
}
