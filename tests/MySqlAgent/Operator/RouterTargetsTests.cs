using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.MySqlAgent.Operator;

namespace ClusterSetSuite.MySqlAgent.Tests.Operator;

public class RouterTargetsTests
{
    private const string Ttl = "--conf-set-option=metadata_cache:bootstrap.ttl=1";

    [Theory]
    [InlineData(null, "", "")]
    [InlineData(null, "--conf-target-cluster-by-name=prd", "--conf-target-cluster-by-name=prd")] // what people wrote stays where the spec says nothing
    [InlineData(RouterTarget.Own, "", "--conf-target-cluster=current")]
    [InlineData(RouterTarget.Own, "--conf-target-cluster=current", "--conf-target-cluster=current")]
    [InlineData(RouterTarget.Own, "--conf-target-cluster-by-name=prd", "--conf-target-cluster=current")]
    [InlineData(RouterTarget.Primary, "--conf-target-cluster=current", "")]
    [InlineData(RouterTarget.Primary, "", "")]
    public void Routers_of_a_set_are_told_what_they_follow_and_keep_every_other_option(RouterTarget? target, string written, string wanted)
    {
        Assert.Equal([Ttl, .. Words(wanted)], RouterTargets.Options([Ttl, .. Words(written)], isInSet: true, target));
        Assert.Equal([Ttl], RouterTargets.Options([Ttl, .. Words(written)], isInSet: false, target)); // a router refuses it there
    }

    [Fact]
    public void What_is_told_already_stays_where_it_stands() =>
        Assert.Equal(["--conf-target-cluster=current", Ttl], RouterTargets.Options(["--conf-target-cluster=current", Ttl], isInSet: true, RouterTarget.Own));

    [Theory]
    [InlineData(null, "0a-group", true)]
    [InlineData(RouterTarget.Primary, null, true)]
    [InlineData(RouterTarget.Primary, "primary", true)]
    [InlineData(RouterTarget.Primary, "0a-group", false)]
    [InlineData(RouterTarget.Own, "0a-group", true)]
    [InlineData(RouterTarget.Own, "primary", false)]
    [InlineData(RouterTarget.Own, null, false)]
    public void A_router_is_registered_with_what_it_follows(RouterTarget? target, string? registered, bool follows) => Assert.Equal(follows, RouterTargets.Follows(registered, target));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
