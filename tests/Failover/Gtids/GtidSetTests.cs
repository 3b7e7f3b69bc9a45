using ClusterSetSuite.Failover.Gtids;
using CsCheck;

namespace ClusterSetSuite.Failover.Tests.Gtids;

public class GtidSetTests
{
    private const string One = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private const string Two = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    private static readonly Gen<GtidSet> Sets = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2], Gen.Long[1, 20], Gen.Long[0, 6])
        .Select(part => (new GtidSource(new(part.Item1 == 0 ? One : Two), new[] { "", "mysqlsh", "t" }[part.Item2]), new GtidInterval(part.Item3, part.Item3 + part.Item4)))
        .Array[0, 8].Select(parts => GtidSet.Of(parts));

    [Theory]
    [InlineData("", "")]
    [InlineData($"{One}:1-6:mysqlsh:1-152", $"{One}:1-6:mysqlsh:1-152")]
    [InlineData($" {One}:5-7:1-4 ,\n{Two}:9", $"{One}:1-7,{Two}:9")]
    [InlineData($"{One}:MySQLsh:2:1", $"{One}:mysqlsh:1-2")]
    [InlineData($"{One}:a:1:b:2,{One}:3", $"{One}:3:a:1:b:2")]
    public void A_set_is_read_and_written_as_MySQL_does(string text, string canonical) => Assert.Equal(canonical, GtidSet.Parse(text).ToString());

    [Theory]
    [InlineData("nonsense", "'nonsense' is not a UUID")]
    [InlineData($"{One}", "ends without an interval")]
    [InlineData($"{One}:tag", "ends without an interval")]
    [InlineData($"{One}:0", "neither an interval")]
    [InlineData($"{One}:7-3", "neither an interval")]
    [InlineData($"{One}:1-", "neither an interval")]
    public void Text_that_is_no_set_is_refused_with_the_place(string text, string fault)
    {
        Assert.False(GtidSet.TryParse(text, out _, out var found));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_and_set_are_the_same() => Sets.Sample(set => Assert.Equal(set, GtidSet.Parse(set.ToString())), iter: 2000);

    [Fact]
    public void What_is_subtracted_is_gone_and_comes_back_by_union() => Gen.Select(Sets, Sets).Sample(
        (one, other) =>
        {
            var rest = one.Subtract(other);
            Assert.True(one.Contains(rest));
            Assert.True(rest.Subtract(other).Equals(rest));
            Assert.Equal(one.Union(other), rest.Union(other));
            Assert.Equal(one.Union(other).Count, rest.Count + other.Count);
        },
        iter: 2000);

    [Fact]
    public void A_set_contains_another_when_nothing_is_left_of_that() =>
        Gen.Select(Sets, Sets).Sample((one, other) => Assert.Equal(other.Subtract(one).IsEmpty, one.Contains(other)), iter: 2000);
}
