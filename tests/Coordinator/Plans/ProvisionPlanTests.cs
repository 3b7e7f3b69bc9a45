using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class ProvisionPlanTests
{
    private const string TwoSites = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
        primary: prod
        """;

    [Fact]
    public void The_stages_stand_in_the_order_of_the_procedure() =>
        Assert.Equal(
        [
            "preflight", "mesh-install", "mesh-pods", "mesh-enable", "mesh-connect", "mesh-verify", "namespaces", "operator",
            "dns-expose", "dns-names", "dns-forward", "dns-verify", "credentials", "credentials-place", "clusters", "observe", "annotations", "reach",
            "clusterset", "routers-primary", "dissolve", "replicas", "replica-credentials", "instance-1", "instance-2", "routers-replica",
            "write", "read", "healthy",
        ],
        PlanFor(TwoSites).Stages.Select(stage => stage.Name));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_stage_comes_after_stages_that_stand_before_it(string spec)
    {
        var seen = new HashSet<string>();
        foreach (var stage in PlanFor(spec).Stages)
        {
            Assert.Subset(seen, stage.After.ToHashSet());
            Assert.NotEmpty(stage.Steps);
            Assert.True(stage.After.Count > 0 || seen.Count == 0, $"{stage.Name} comes after nothing");
            Assert.True(seen.Add(stage.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Step_ids_are_unique_and_the_same_every_time(string spec)
    {
        var ids = PlanFor(spec).Steps.Select(step => step.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids, PlanFor(spec).Steps.Select(step => step.Id));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Nothing_is_changed_before_every_site_was_looked_at(string spec)
    {
        var plan = PlanFor(spec);
        var first = plan.Stages[0];
        Assert.Equal("preflight", first.Name);
        Assert.All(first.Steps, step => Assert.Contains("Inspect", step.Command(new PlanFacts(new Dictionary<string, JsonElement>())).GetType().Name, StringComparison.Ordinal));
        Assert.All(plan.Stages.Skip(1), stage => Assert.True(ComesAfter(plan, stage, "preflight")));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_group_of_a_replica_is_dissolved_only_when_the_set_exists_and_every_server_is_reachable(string spec)
    {
        var plan = PlanFor(spec);
        var dissolve = plan.Stages.Single(stage => stage.Name == "dissolve");
        Assert.True(ComesAfter(plan, dissolve, "clusterset"));
        Assert.True(ComesAfter(plan, dissolve, "reach"));
        Assert.DoesNotContain(dissolve.Steps, step => step.Site == "prod");
    }

    [Fact]
    public void Replicas_of_three_sites_are_made_at_the_same_time_by_the_primary()
    {
        var replicas = PlanFor(ThreeSites).Stages.Single(stage => stage.Name == "replicas");
        Assert.Equal(["replicas/dr", "replicas/far"], replicas.Steps.Select(step => step.Id));
        Assert.All(replicas.Steps, step => Assert.Equal(("prod", AgentNames.MySql), (step.Site, step.Agent)));
    }

    [Fact]
    public void Routers_are_told_what_they_follow_where_the_spec_says_it()
    {
        var plan = PlanFor(ThreeSites.Replace("name: far, baseServerId", "name: far, routerTarget: own, baseServerId", StringComparison.Ordinal));
        var restarts = plan.Stages.Where(stage => stage.Name.StartsWith("routers-", StringComparison.Ordinal)).SelectMany(stage => stage.Steps);
        Assert.Equal([null, null, RouterTarget.Own], restarts.Select(step => ((RestartRouters)step.Command(new PlanFacts(new Dictionary<string, JsonElement>()))).Target));
    }

    [Fact]
    public void A_mesh_that_somebody_else_keeps_is_only_verified()
    {
        var names = PlanFor(TwoSites + "\nmesh: {mode: existing}").Stages.Select(stage => stage.Name).ToList();
        Assert.Contains("mesh-verify", names);
        Assert.DoesNotContain("mesh-install", names);
        Assert.DoesNotContain("mesh-connect", names);
    }

    [Fact]
    public void Commands_are_built_from_the_facts_of_earlier_steps()
    {
        var endpoint = new DnsEndpoint { Addresses = ["172.30.0.12"], Port = 30053 };
        var probe = new DnsProbe { Name = "clusterset-probe.mysql-dr.svc.cluster.local", Target = "dr.clusterset.invalid" };
        var facts = new PlanFacts(new Dictionary<string, JsonElement>
        {
            ["dns-expose/dr"] = Wire.ToJson(endpoint),
            ["dns-names/dr"] = Wire.ToJson(probe),
        });
        var forward = (ForwardZones)PlanFor(TwoSites).Steps.Single(step => step.Id == "dns-forward/prod").Command(facts);
        var zone = Assert.Single(forward.Zones);
        Assert.Equal(("dr", "mysql-dr.svc.cluster.local", 30053), (zone.Site, zone.Zone, zone.Upstream.Port));
        Assert.Equal(["172.30.0.12"], zone.Upstream.Addresses);
    }

    [Fact]
    public void A_step_that_is_asked_for_facts_that_are_not_there_says_whose()
    {
        var step = PlanFor(TwoSites).Steps.Single(step => step.Id == "dns-forward/prod");
        var thrown = Assert.ThrowsAny<InvalidOperationException>(() => step.Command(new PlanFacts(new Dictionary<string, JsonElement>())));
        Assert.Contains("dns-expose/dr", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.244.0.0/16", "10.244.7.0/24", true)]
    [InlineData("10.244.7.0/24", "10.244.0.0/16", true)]
    [InlineData("10.244.0.0/16", "10.245.0.0/16", false)]
    [InlineData("fd00:10:244::/56", "fd00:10:244::/64", true)]
    public void Networks_overlap_when_one_holds_the_other(string a, string b, bool overlap) => Assert.Equal(overlap, Pairs.Overlap(a, b));

    [Theory]
    [InlineData("10.244.0.0/16", 1, "dr", "overlap")]
    [InlineData("10.245.0.0/16", 1, "dr", "cluster id 1")]
    [InlineData("10.245.0.0/16", 2, "prod", "cluster name prod")]
    public void A_pair_that_can_not_be_connected_is_refused_before_it_is_tried(string podCidr, int clusterId, string clusterName, string reason)
    {
        var facts = new PlanFacts(new Dictionary<string, JsonElement>
        {
            ["mesh-enable/prod"] = Wire.ToJson(Mesh("prod", 1, "10.244.0.0/16")),
            ["mesh-enable/dr"] = Wire.ToJson(Mesh(clusterName, clusterId, podCidr)),
        });
        var findings = PlanFor(TwoSites).Stages.Single(stage => stage.Name == "mesh-connect").Gate(facts).ToList();
        Assert.Contains(findings, finding => finding.Reason.Contains(reason, StringComparison.Ordinal) && finding.Advice.Length > 0);
    }

    public static TheoryData<string> Variants => [.. new[] { TwoSites, ThreeSites }.SelectMany(spec =>
        new[] { "connect", "existing", "none" }.SelectMany(mesh =>
            new[] { "forward", "none" }.Select(dns => $"{spec}\nmesh: {{mode: {mesh}}}\ndns: {{mode: {dns}}}"))), OneServer];

    private const string OneServer = """
        name: small
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100, instances: 1}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, baseServerId: 200, instances: 1}}
        primary: prod
        """;

    private const string ThreeSites = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
          - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300, instances: 1}}
        primary: prod
        """;

    private static MeshEndpoint Mesh(string name, int id, string podCidr) => new()
    {
        ClusterName = name,
        ClusterId = id,
        Addresses = ["172.30.0.11"],
        Port = 32379,
        CaCertificate = "-",
        MaxConnectedClusters = 255,
        Datapath = "tunnel/vxlan",
        PodCidrs = [podCidr],
    };

    private static bool ComesAfter(Plan plan, Stage stage, string name) =>
        stage.After.Any(before => before == name || ComesAfter(plan, plan.Stages.Single(other => other.Name == before), name));

    private static Plan PlanFor(string text)
    {
        var result = SpecDocument.Read(text);
        Assert.Empty(result.Faults);
        return ProvisionPlan.For(result.Spec!);
    }
}
