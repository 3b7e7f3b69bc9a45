using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class DeparturePlanTests
{
    private static readonly ClusterSetSpec Three = SpecDocument.Read("""
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
          - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300}}
        primary: prod
        """).Spec!;

    private static readonly ClusterSetSpec Two = Three with { Sites = [.. Three.Sites.Take(2)] };
    private static readonly DepartureRequest Dr = new() { Sites = ["dr"] };
    private static readonly PlanFacts None = new(new Dictionary<string, JsonElement>());

    [Fact]
    public void A_replica_is_let_go_before_its_cluster_its_names_and_its_mesh_are_touched()
    {
        var plan = RemovePlan.For(Three, Dr);

        Assert.Equal(
            ["detach", "healthy", "standalone-release", "standalone", "standalone-routers", "standalone-observe", "dns-expose", "dns-forward", "dns-forget", "dns-withdraw", "mesh-disconnect"],
            plan.Stages.Select(stage => stage.Name));
        Assert.All(plan.Stages.Skip(1), stage => Assert.Contains("detach", plan.Before(stage.Name)));
        Assert.All(["dns-forget", "mesh-disconnect"], name => Assert.Contains("standalone", plan.Before(name)));
        var detach = Command<DetachReplica>(plan, "detach/dr");
        Assert.Equal(("prd", "myreplica", false), (detach.Cluster.Name, detach.ReplicaName, detach.Unreachable));
        Assert.Equal("prod", plan.Steps.Single(step => step.Id == "detach/dr").Site);
        Assert.Equal(["prd", "far"], Command<VerifyClusterSet>(plan, "healthy/prod").Clusters.Keys);
    }

    [Fact]
    public void The_sites_that_stay_forward_to_each_other_and_no_longer_to_the_one_that_left()
    {
        var facts = new PlanFacts(new Dictionary<string, JsonElement>
        {
            ["dns-expose/far"] = Wire.ToJson(new DnsEndpoint { Addresses = ["172.30.0.13"], Port = 30053 }),
            ["dns-expose/far/PublishProbeName"] = Wire.ToJson(new DnsProbe { Name = "n", Target = "t" }),
        });
        var plan = RemovePlan.For(Three, Dr);

        Assert.Equal(["far"], ((ForwardZones)Step(plan, "dns-forward/prod").Command(facts)).Zones.Select(zone => zone.Site));
        Assert.Empty(Command<ForwardZones>(plan, "dns-forget/dr").Zones);
        Assert.Equal(["dr"], Command<DisconnectMesh>(plan, "mesh-disconnect/prod").Peers);
        Assert.Equal(["prod", "far"], Command<DisconnectMesh>(plan, "mesh-disconnect/dr").Peers);
    }

    [Fact]
    public void The_last_site_forwards_nothing_and_the_set_goes_on_with_its_primary_alone()
    {
        var plan = RemovePlan.For(Two, Dr);

        Assert.Empty(Command<ForwardZones>(plan, "dns-forward/prod").Zones);
        Assert.Equal(["prd"], Command<VerifyClusterSet>(plan, "healthy/prod").Clusters.Keys);
    }

    [Fact]
    public void A_site_that_can_not_be_reached_is_asked_for_nothing_and_cleaned_when_it_returns()
    {
        var request = Dr with { Unreachable = ["dr"] };
        var plan = RemovePlan.For(Three, request);
        Assert.True(Command<DetachReplica>(plan, "detach/dr").Unreachable);
        Assert.DoesNotContain(plan.Steps, step => step.Site == "dr");
        Assert.Contains(plan.Steps, step => step.Id == "mesh-disconnect/prod");

        var clean = CleanPlan.For(Three, Dr);
        Assert.All(clean.Steps, step => Assert.Equal("dr", step.Site));
        Assert.Equal(
            ["standalone-release", "standalone", "standalone-routers", "standalone-observe", "server-0", "server-1", "server-2", "dns-forget", "dns-withdraw", "mesh-disconnect"], clean.Stages.Select(stage => stage.Name));
        Assert.Empty(clean.Stages[0].After);
        Assert.Contains("standalone-release", clean.Before("standalone")); // the guard would fence what is opened
        Assert.True(Command<MakeStandalone>(clean, "standalone/dr").LetGo);
        Assert.False(Command<MakeStandalone>(RemovePlan.For(Three, Dr), "standalone/dr").LetGo);
    }

    [Fact]
    public void What_another_set_shares_with_the_leaving_site_stays()
    {
        var plan = RemovePlan.For(Three, Dr with { Others = [["dr", "far"]] });

        Assert.DoesNotContain(plan.Steps, step => step.Id.EndsWith(nameof(HideDns), StringComparison.Ordinal));
        Assert.Equal(["prod"], Command<DisconnectMesh>(plan, "mesh-disconnect/dr").Peers);
        Assert.DoesNotContain(plan.Steps, step => step.Id == "mesh-disconnect/far");
        Assert.Contains(RemovePlan.For(Three, Dr).Steps, step => step.Id == "dns-withdraw/dr/HideDns");
    }

    [Fact]
    public void A_dissolved_set_leaves_its_primary_to_the_last()
    {
        var plan = DissolvePlan.For(Three with { PrimaryNow = "dr" }, new DepartureRequest { Sites = ["prod", "dr", "far"] });

        Assert.Equal(["detach/prod", "detach/far"], plan.Stages[0].Steps.Select(step => step.Id));
        Assert.All(plan.Stages[0].Steps, step => Assert.Equal("dr", step.Site));
        Assert.Equal(["standalone/prod", "standalone/far"], plan.Stages.Single(stage => stage.Name == "standalone").Steps.Select(step => step.Id));
        Assert.Subset(plan.Before("standalone-primary").ToHashSet(), new HashSet<string> { "detach", "standalone", "standalone-routers" });
        Assert.Equal(3, plan.Stages.Single(stage => stage.Name == "dns-forget").Steps.Count);
        Assert.Equal(3, plan.Stages.Single(stage => stage.Name == "mesh-disconnect").Steps.Count);
    }

    [Fact]
    public void Without_mesh_and_DNS_of_ours_only_the_clusters_leave()
    {
        var spec = Two with { Mesh = new MeshSpec { Mode = MeshMode.Existing }, Dns = new DnsSpec { Mode = DnsMode.None } };

        Assert.Equal(["detach", "healthy", "standalone-release", "standalone", "standalone-routers", "standalone-observe"], RemovePlan.For(spec, Dr).Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void Following_nodes_is_the_DNS_part_of_a_provisioning()
    {
        var plan = DnsFollowPlan.For(Two);
        Assert.Equal(["dns-expose", "dns-names", "dns-forward", "dns-verify"], plan.Stages.Select(stage => stage.Name));
        Assert.Empty(plan.Stages[0].After);
        Assert.Empty(plan.Stages[1].After);
    }

    private static PlannedStep Step(Plan plan, string id) => plan.Steps.Single(step => step.Id == id);

    private static T Command<T>(Plan plan, string id)
        where T : IStepCommand => Assert.IsType<T>(Step(plan, id).Command(None));
}
