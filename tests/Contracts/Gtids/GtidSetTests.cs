using ClusterSetSuite.Contracts.Gtids;

namespace ClusterSetSuite.Contracts.Tests.Gtids;

public class GtidSetTests
{
    private const string A = "7b53ec3e-e730-11f1-a00f-02fc00000001";
    private const string B = "8539e239-e730-11f1-b818-02fc00000001";

    [Theory]
    [InlineData("", "", 0)]
    [InlineData($"{A}:1", $"{A}:1", 1)]
    [InlineData($"{A}:5-7:1-4:9", $"{A}:1-7:9", 8)]
    [InlineData($"{B}:1-25:1000001-1000010:mysqlsh:1-141,\n{A}:mysqlsh:1-4", $"{A}:mysqlsh:1-4,{B}:1-25:1000001-1000010:mysqlsh:1-141", 180)]
    [InlineData("7B53EC3E-E730-11F1-A00F-02FC00000001:1", $"{A}:1", 1)]
    public void A_set_is_read_with_its_tags_and_counted(string text, string written, long count)
    {
        var set = GtidSet.Parse(text);

        Assert.Equal(written, set.ToString());
        Assert.Equal(count, set.Count);
        Assert.Equal(count == 0, set.IsEmpty);
    }

    [Theory]
    [InlineData($"{A}:1-10", $"{A}:3-4:6", $"{A}:1-2:5:7-10")]
    [InlineData($"{A}:1-10", $"{A}:1-20", "")]
    [InlineData($"{A}:5-10", $"{A}:1-6", $"{A}:7-10")]
    [InlineData($"{A}:1-10:mysqlsh:1-3", $"{A}:1-10", $"{A}:mysqlsh:1-3")]
    [InlineData($"{A}:1-3", $"{B}:1-3", $"{A}:1-3")]
    [InlineData("", $"{B}:1-3", "")]
    public void What_the_other_set_has_is_taken_away(string from, string other, string left)
    {
        Assert.Equal(left, GtidSet.Parse(from).Except(GtidSet.Parse(other)).ToString());
        Assert.Equal(left.Length == 0, GtidSet.Parse(from).IsSubsetOf(GtidSet.Parse(other)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData($"{A}:0")]
    [InlineData($"{A}:7-3")]
    [InlineData($"{A}:1-2-3")]
    public void What_is_no_set_is_refused(string text) => Assert.Throws<FormatException>(() => GtidSet.Parse(text));

    [Fact]
    public void Transactions_of_some_sources_are_told_apart_and_named_one_by_one()
    {
        const string beats = "c105e75e-71ca-11e1-9e33-c80aa9429562";
        var set = GtidSet.Parse($"{A}:1-6:mysqlsh:1,{beats}:2-3:9");
        var found = set.From(source => source.StartsWith("c105e75e", StringComparison.Ordinal));

        Assert.Equal($"{beats}:2-3:9", $"{found}");
        Assert.Equal([$"{beats}:2", $"{beats}:3", $"{beats}:9"], found.Each());
        Assert.Equal($"{A}:1-6:mysqlsh:1", $"{set.Except(found)}");
        Assert.Equal((9L, 6L, 1L, 0L), (set.Last(beats), set.Last(A), set.Last($"{A}:mysqlsh"), set.Last($"{A}:other")));
    }
}
