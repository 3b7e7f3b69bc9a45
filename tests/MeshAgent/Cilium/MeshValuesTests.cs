using System.Text.Json.Nodes;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;

namespace ClusterSetSuite.MeshAgent.Tests.Cilium;

public class MeshValuesTests
{
    private static readonly string OwnCa = TestCertificates.Authority("prod");
    private static readonly MeshEndpoint Dr = Peer("dr", "172.30.0.12", 32380, TestCertificates.Authority("dr"));

    [Fact]
    public void Installing_gives_name_id_and_pod_networks_of_Kubernetes()
    {
        var values = MeshValues.Install(new InstallCilium("prod", 1), schedulableNodes: 3);

        Assert.Equal("""{"cluster":{"name":"prod","id":1},"ipam":{"mode":"kubernetes"},"hubble":{"relay":{"enabled":true},"ui":{"enabled":true}}}""", values.ToJsonString());
    }

    [Fact]
    public void A_single_node_gets_one_operator() =>
        Assert.Equal(1, MeshValues.Install(new InstallCilium("prod", 1), schedulableNodes: 1)["operator"]!["replicas"]!.GetValue<int>());

    [Fact]
    public void Enabling_uses_the_NodePort_and_certificates_kept_by_a_job()
    {
        var apiserver = MeshValues.Enable(32380, "0 0 1 */4 *")["clustermesh"]!["apiserver"]!;

        Assert.Equal(32380, apiserver["service"]!["nodePort"]!.GetValue<int>());
        Assert.Equal("cronJob", apiserver["tls"]!["auto"]!["method"]!.GetValue<string>());
    }

    [Fact]
    public void Before_1_20_peers_are_a_list_and_foreign_ones_stay()
    {
        var release = Release("1.18.4", """{"clustermesh":{"config":{"clusters":[{"name":"other","ips":["10.9.9.9"],"port":32379},{"name":"dr","ips":["10.1.1.1"],"port":1}]}}}""");

        var clusters = MeshValues.Connect(release, [Dr], OwnCa)["clustermesh"]!["config"]!["clusters"]!.AsArray();

        Assert.Equal("""[{"name":"other","ips":["10.9.9.9"],"port":32379},{"name":"dr","ips":["172.30.0.12"],"port":32380}]""", clusters.ToJsonString());
    }

    [Fact]
    public void From_1_20_on_peers_are_a_map()
    {
        var clusters = MeshValues.Connect(Release("1.20.0", """{"clustermesh":{"config":{"clusters":{"other":{"ips":["10.9.9.9"],"port":32379}}}}}"""), [Dr], OwnCa)["clustermesh"]!["config"]!["clusters"]!;

        Assert.Equal("""{"other":{"ips":["10.9.9.9"],"port":32379},"dr":{"ips":["172.30.0.12"],"port":32380}}""", clusters.ToJsonString());
    }

    [Fact]
    public void A_list_that_is_there_stays_a_list_after_an_upgrade_of_the_chart() =>
        Assert.IsType<JsonArray>(MeshValues.Connect(Release("1.20.0", """{"clustermesh":{"config":{"clusters":[{"name":"other"}]}}}"""), [Dr], OwnCa)["clustermesh"]!["config"]!["clusters"]);

    [Fact]
    public void Both_CAs_are_trusted_and_a_changed_bundle_rolls_the_API_server()
    {
        var values = MeshValues.Connect(Release("1.18.4", "{}"), [Dr], OwnCa);

        Assert.Equal(2, CaBundle.Certificates(values["tls"]!["caBundle"]!["content"]!.GetValue<string>()).Count);
        var first = values["clustermesh"]!["apiserver"]!["podAnnotations"]![MeshValues.BundleAnnotation]!.GetValue<string>();
        var third = MeshValues.Connect(new HelmRelease(new Version(1, 18, 4), "1.18.4", values), [Peer("third", "10.0.0.3", 32381, TestCertificates.Authority("third"))], OwnCa);
        Assert.Equal(3, CaBundle.Certificates(third["tls"]!["caBundle"]!["content"]!.GetValue<string>()).Count);
        Assert.NotEqual(first, third["clustermesh"]!["apiserver"]!["podAnnotations"]![MeshValues.BundleAnnotation]!.GetValue<string>());
    }

    [Fact]
    public void Sites_with_one_shared_CA_need_no_bundle() =>
        Assert.Null(MeshValues.Connect(Release("1.18.4", "{}"), [Dr with { CaCertificate = OwnCa }], OwnCa)["tls"]);

    [Fact]
    public void A_connected_release_has_all_and_connecting_it_again_changes_nothing()
    {
        var connected = MeshValues.Connect(Release("1.18.4", "{}"), [Dr], OwnCa);
        var release = new HelmRelease(new Version(1, 18, 4), "1.18.4", connected);

        Assert.True(MeshValues.HasAll(release.Values, MeshValues.Connect(release, [Dr], OwnCa)));
        Assert.False(MeshValues.HasAll(release.Values, MeshValues.Connect(release, [Dr with { Port = 32399 }], OwnCa)));
        Assert.False(MeshValues.HasAll([], connected));
    }

    [Fact]
    public void Disconnecting_takes_out_the_named_peers_and_the_CAs_that_only_they_need()
    {
        var third = Peer("third", "10.0.0.3", 32381, TestCertificates.Authority("third"));
        var connected = MeshValues.Connect(Release("1.18.4", """{"clustermesh":{"config":{"clusters":[{"name":"other"}]}}}"""), [Dr, third], OwnCa);
        var release = new HelmRelease(new Version(1, 18, 4), "1.18.4", connected);

        var values = MeshValues.Disconnect(release, ["dr"], new Dictionary<string, string> { ["dr"] = Dr.CaCertificate, ["third"] = third.CaCertificate }, OwnCa);

        Assert.Equal(["other", "third"], MeshValues.Peers(new HelmRelease(new Version(1, 18, 4), "1.18.4", values)).Order());
        var left = CaBundle.Certificates(values["tls"]!["caBundle"]!["content"]!.GetValue<string>()).Select(certificate => certificate.Thumbprint).ToList();
        Assert.Equal([.. CaBundle.Certificates(OwnCa + "\n" + third.CaCertificate).Select(certificate => certificate.Thumbprint)], left);
        Assert.NotEqual(Annotation(connected), Annotation(values));
    }

    [Fact]
    public void A_CA_that_another_peer_shares_stays_trusted()
    {
        var twin = Dr with { ClusterName = "twin" };
        var connected = MeshValues.Connect(Release("1.18.4", "{}"), [Dr, twin], OwnCa);

        var values = MeshValues.Disconnect(new HelmRelease(new Version(1, 18, 4), "1.18.4", connected), ["dr"], new Dictionary<string, string> { ["dr"] = Dr.CaCertificate, ["twin"] = twin.CaCertificate }, OwnCa);

        Assert.Equal(2, CaBundle.Certificates(values["tls"]!["caBundle"]!["content"]!.GetValue<string>()).Count);
    }

    [Fact]
    public void A_peer_in_a_map_is_named_with_null_for_Helm_keeps_what_is_not_named()
    {
        var release = Release("1.20.0", """{"clustermesh":{"config":{"clusters":{"other":{"ips":["10.9.9.9"]},"dr":{"ips":["10.1.1.1"]}}}}}""");

        var values = MeshValues.Disconnect(release, ["dr"], new Dictionary<string, string> { ["dr"] = Dr.CaCertificate }, OwnCa);

        Assert.Equal("""{"clustermesh":{"config":{"clusters":{"dr":null}}}}""", values.ToJsonString());
    }

    private static string Annotation(JsonObject values) => values["clustermesh"]!["apiserver"]!["podAnnotations"]![MeshValues.BundleAnnotation]!.GetValue<string>();

    [Theory]
    [InlineData("cilium-1.18.4", "1.18.4")]
    [InlineData("cilium-1.19.0-rc.1", "1.19.0")]
    public void The_version_is_read_from_the_charts_name(string chart, string version) => Assert.Equal(Version.Parse(version), Helm.VersionOf(chart));

    private static HelmRelease Release(string version, string values) => new(Version.Parse(version), version, JsonNode.Parse(values)!.AsObject());

    private static MeshEndpoint Peer(string name, string address, int port, string ca) => new()
    {
        ClusterName = name,
        ClusterId = 2,
        Addresses = [address],
        Port = port,
        CaCertificate = ca,
        MaxConnectedClusters = 255,
        Datapath = "tunnel/vxlan",
        PodCidrs = ["10.245.0.0/24"],
    };
}
