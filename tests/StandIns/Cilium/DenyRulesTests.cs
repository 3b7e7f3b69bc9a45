using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Policies;

namespace ClusterSetSuite.Lab.Cilium.Tests;

public class DenyRulesTests
{
    private const string NoDefault = """ "enableDefaultDeny": {"ingress": false, "egress": false} """;
    private const string Elsewhere = """{"matchExpressions": [{"key": "k8s:io.cilium.k8s.policy.cluster", "operator": "Exists"}, {"key": "k8s:io.cilium.k8s.policy.cluster", "operator": "NotIn", "values": ["prod"]}]}""";
    private const string World = """{"matchExpressions": [{"key": "reserved:world", "operator": "Exists"}, {"key": "reserved:kube-apiserver", "operator": "DoesNotExist"}]}""";

    private static readonly Surroundings Around = new("prod", ["10.244.0.0/24", "172.30.0.11"], new Dictionary<string, IReadOnlyList<string>> { ["dr"] = ["10.245.0.0/24"] }, [("172.30.0.1", 16443)]);

    [Fact]
    public void Peers_and_the_world_are_denied_both_ways_and_the_API_server_is_left()
    {
        Assert.Equal(
            [
                "ip daddr { 10.244.0.7 } ip saddr { 10.245.0.0/24 } counter drop",
                "ip daddr { 10.244.0.7 } ip saddr != { 10.244.0.0/24, 172.30.0.11, 10.245.0.0/24 } counter drop",
                "ip saddr { 10.244.0.7 } ip daddr { 10.245.0.0/24 } counter drop",
                "ip saddr { 10.244.0.7 } ip daddr 172.30.0.1 tcp dport 16443 accept",
                "ip saddr { 10.244.0.7 } ip daddr != { 10.244.0.0/24, 172.30.0.11, 10.245.0.0/24 } counter drop",
            ],
            Of($$"""{"endpointSelector": {}, {{NoDefault}}, "ingressDeny": [{"fromEndpoints": [{{Elsewhere}}, {{World}}]}], "egressDeny": [{"toEndpoints": [{{Elsewhere}}, {{World}}]}]}"""));
    }

    [Fact]
    public void A_policy_that_selects_no_pod_here_denies_nothing() =>
        Assert.Empty(DenyRules.Of(JsonElement.Parse($$"""{"endpointSelector": {}, {{NoDefault}}, "ingressDeny": [{"fromEndpoints": [{{World}}]}]}"""), [], Around));

    [Theory]
    [InlineData("""{"endpointSelector": {}, "ingressDeny": []}""", "enableDefaultDeny")]
    [InlineData("""{"endpointSelector": {}, "enableDefaultDeny": {"ingress": false, "egress": false}, "ingress": [{}]}""", "ingress is not known")]
    [InlineData("""{"endpointSelector": {}, "enableDefaultDeny": {"ingress": false, "egress": false}, "ingressDeny": [{"fromEntities": ["all"]}]}""", "fromEntities is not known")]
    [InlineData("""{"endpointSelector": {}, "enableDefaultDeny": {"ingress": false, "egress": false}, "ingressDeny": [{"fromEndpoints": [{"matchExpressions": [{"key": "k8s:io.cilium.k8s.policy.cluster", "operator": "NotIn", "values": ["prod"]}]}]}]}""", "inside the own cluster")]
    public void What_is_not_known_is_refused(string spec, string why) => Assert.Contains(why, Assert.Throws<FormatException>(() => Of(spec)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"matchLabels": {"app": "a"}}""", true)]
    [InlineData("""{"matchLabels": {"app": "b"}}""", false)]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]}""", true)]
    [InlineData("""{"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["a"]}]}""", true)]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "Exists"}, {"key": "app", "operator": "DoesNotExist"}]}""", false)]
    [InlineData("{}", true)]
    public void Selectors_mean_what_they_mean_in_Kubernetes(string selector, bool matches) =>
        Assert.Equal(matches, Selector.Matches(JsonElement.Parse(selector), new Dictionary<string, string> { ["app"] = "a" }));

    private static List<string> Of(string spec) => DenyRules.Of(JsonElement.Parse(spec), ["10.244.0.7"], Around).ToList();
}
