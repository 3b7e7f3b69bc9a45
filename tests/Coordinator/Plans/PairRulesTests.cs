using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class PairRulesTests
{
    private const string Text = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, baseServerId: 200}}
        primary: prod
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly MeshProfile ProdMesh = Mesh("prod", 1, "10.244.0.0/16", "172.30.0.11");
    private static readonly MeshProfile DrMesh = Mesh("dr", 2, "10.245.0.0/16", "172.30.0.12");
    private static readonly MySqlProfile MySql = new() { PublicKey = "{}", ServerVersion = "9.7.0" };
    private static readonly DnsProfile Dns = new() { NodePort = 30053 };

    /// <summary>Every finding of a pair: a change to the spec, what prod and dr tell, how much it weighs, part of what is said.</summary>
    public static TheoryData<string, string, MeshProfile, MeshProfile, MySqlProfile, Severity, string> Table => new()
    {
        { "networks", "", ProdMesh, DrMesh with { PodCidrs = ["10.244.7.0/24"] }, MySql, Severity.Error, "10.244.0.0/16 and 10.244.7.0/24 overlap" },
        { "nodes", "", ProdMesh, DrMesh with { NodeAddresses = ["172.30.0.11"] }, MySql, Severity.Error, "nodes with the address 172.30.0.11" },
        { "datapath", "", ProdMesh, DrMesh with { Datapath = "native" }, MySql, Severity.Error, "datapath mode is tunnel/vxlan on prod and native on dr" },
        { "ids", "mesh: {mode: existing}", ProdMesh, DrMesh with { ClusterId = 1 }, MySql, Severity.Error, "Cilium cluster id 1" },
        { "names", "mesh: {mode: existing}", ProdMesh, DrMesh with { ClusterName = "prod" }, MySql, Severity.Error, "Cilium cluster name prod" },
        { "limits", "", ProdMesh, DrMesh with { MaxConnectedClusters = 511 }, MySql, Severity.Error, "max-connected-clusters is 255 on prod and 511 on dr" },
        { "CAs", "", ProdMesh with { CaCertificate = "a" }, DrMesh with { CaCertificate = "b" }, MySql, Severity.Info, "different Cilium CAs" },
        { "CAs of an existing mesh", "mesh: {mode: existing}", ProdMesh with { CaCertificate = "a" }, DrMesh with { CaCertificate = "b" }, MySql, Severity.Warning, "different Cilium CAs" },
        { "DNS loop", "", ProdMesh with { ReplacesKubeProxy = true }, DrMesh, MySql, Severity.Error, "DNS of both sites has NodePort 30053" },
        { "mesh loop", "dns: {mode: none}", ProdMesh with { ReplacesKubeProxy = true, MeshNodePort = 32379 }, DrMesh with { MeshNodePort = 32379 }, MySql, Severity.Error, "cluster mesh of both sites has NodePort 32379" },
        { "server versions", "", ProdMesh, DrMesh, MySql with { ServerVersion = "9.6.1" }, Severity.Error, "servers of dr have version 9.6.1, those of the primary 9.7.0" },
        { "Cilium versions", "", ProdMesh with { CiliumVersion = "1.16.4" }, DrMesh, MySql, Severity.Warning, "Cilium is 1.16.4 on prod and 1.18.4 on dr" },
        { "clocks", "", ProdMesh, DrMesh with { Clock = Noon.AddSeconds(-42) }, MySql, Severity.Warning, "the clocks differ by about 42 s" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_finding_of_a_pair_is_told_with_its_weight_its_meaning_and_a_way_to_mend_it(
        string name, string change, MeshProfile prod, MeshProfile dr, MySqlProfile drMySql, Severity severity, string reason)
    {
        var found = Assert.Single(Findings(change, prod, dr, drMySql));

        Assert.Equal("prod-dr", found.Site);
        Assert.True(found.Reason.Contains(reason, StringComparison.Ordinal), $"{name}: {found.Reason}");
        Assert.Equal(severity, found.Severity);
        Assert.NotEmpty(found.Meaning);
        Assert.True(severity == Severity.Info || found.Advice.Length > 0);
    }

    [Fact]
    public void A_sound_pair_has_no_finding() => Assert.Empty(Findings("", ProdMesh, DrMesh, MySql));

    [Theory]
    [InlineData("1.19.0", true)]
    [InlineData("1.18.4", false)]
    public void Equal_NodePorts_loop_only_where_an_old_Cilium_replaces_kube_proxy(string version, bool replaces) =>
        Assert.Empty(Findings("", ProdMesh with { ReplacesKubeProxy = replaces, CiliumVersion = version }, DrMesh with { ReplacesKubeProxy = replaces, CiliumVersion = version }, MySql));

    [Fact]
    public void What_has_not_been_told_gives_no_finding() => Assert.Empty(Preflight.Findings(Spec(""), new PlanFacts(new Dictionary<string, JsonElement>())));

    [Fact]
    public void Errors_of_sites_and_pairs_keep_every_stage_from_starting_and_are_told_together()
    {
        var plan = ProvisionPlan.For(Spec(""));
        var facts = Facts(ProdMesh with { Findings = [SiteFinding.Error("no rights", "m", "a"), SiteFinding.Warning("old", "m", "a")] }, DrMesh with { PodCidrs = ["10.244.0.0/16"] }, MySql);

        var stage = plan.Stages.Single(stage => stage.Name == "mesh-install");
        Assert.Equal(["no rights", "the pod networks 10.244.0.0/16 and 10.244.0.0/16 overlap"], stage.Gate(facts).Select(finding => finding.Reason));
        Assert.Equal(3, plan.Findings(facts).Count());
        Assert.Equal(["preflight"], DoctorPlan.For(Spec("")).Stages.Select(each => each.Name));
        Assert.Equal(3, DoctorPlan.For(Spec("")).Findings(facts).Count());
    }

    private static List<Finding> Findings(string change, MeshProfile prod, MeshProfile dr, MySqlProfile drMySql) => [.. Preflight.Findings(Spec(change), Facts(prod, dr, drMySql))];

    private static PlanFacts Facts(MeshProfile prod, MeshProfile dr, MySqlProfile drMySql) => new(
        new Dictionary<string, JsonElement>
        {
            ["preflight/prod"] = Wire.ToJson(prod),
            ["preflight/dr"] = Wire.ToJson(dr),
            ["preflight/prod/InspectDns"] = Wire.ToJson(Dns),
            ["preflight/dr/InspectDns"] = Wire.ToJson(Dns),
            ["preflight/prod/InspectMySql"] = Wire.ToJson(MySql),
            ["preflight/dr/InspectMySql"] = Wire.ToJson(drMySql),
        },
        new Dictionary<string, DateTimeOffset> { ["preflight/prod"] = Noon.AddSeconds(0.3), ["preflight/dr"] = Noon.AddSeconds(0.4) });

    private static ClusterSetSpec Spec(string change) => SpecDocument.Read($"{Text}\n{change}").Spec!;

    private static MeshProfile Mesh(string name, int id, string podCidr, string node) => new()
    {
        KubernetesVersion = "v1.20.2",
        CiliumVersion = "1.18.4",
        ClusterName = name,
        ClusterId = id,
        Datapath = "tunnel/vxlan",
        MaxConnectedClusters = 255,
        ReplacesKubeProxy = false,
        PodCidrs = [podCidr],
        NodeAddresses = [node],
        Clock = Noon,
    };
}
