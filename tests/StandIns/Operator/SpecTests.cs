using ClusterSetSuite.Lab.Operator.Spec;
using static ClusterSetSuite.Lab.Operator.Tests.Samples;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>Reading and refusing resources.</summary>
public sealed class SpecTests
{
    [Fact]
    public void What_is_not_said_gets_the_operators_defaults()
    {
        var spec = ClusterSpec.Parse(Resource("""{"secretName": "mypwds"}"""));
        Assert.Equal((1, 1000L, 1, false), (spec.Instances, spec.BaseServerId, spec.Routers, spec.TlsUseSelfSigned));
        Assert.Equal(("prd-tls", "prd-ca"), (spec.TlsSecretName, spec.TlsCaSecretName));
    }

    [Fact]
    public void AdminAPI_knows_the_cluster_by_a_name_without_dashes_and_dots() => Assert.Equal("my_prd_1", SpecOf(name: "my-prd.1").AdminApiName);

    [Theory]
    [InlineData("{\"instances\": 10}", "spec.instances is 10 but must be between 1 and 9")]
    [InlineData("{\"instances\": 0}", "spec.instances is 0 but must be between 1 and 9")]
    [InlineData("{\"baseServerId\": 4294967295}", "spec.baseServerId is 4294967295")]
    [InlineData("{\"version\": \"99.1.0\"}", "spec.version is 99.1.0 but must be between 8.0.27 and 9.7.4")]
    [InlineData("{\"version\": \"5.7.44\"}", "spec.version is 5.7.44")]
    public void A_value_that_can_not_be_built_is_refused_by_name(string changes, string message)
    {
        var spec = SpecOf(changes);
        Assert.Contains(message, Assert.Throws<InvalidSpecException>(() => spec.Validate(Defaults)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_28_characters_is_accepted_and_one_of_29_is_not()
    {
        SpecOf(name: new string('a', 28)).Validate(Defaults);
        Assert.Contains("too long", Assert.Throws<InvalidSpecException>(() => SpecOf(name: new string('a', 29)).Validate(Defaults)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_without_secret_name_is_refused() =>
        Assert.Contains("spec.secretName", Assert.Throws<InvalidSpecException>(() => ClusterSpec.Parse(Resource("{}"))).Message, StringComparison.Ordinal);
}
