using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class SwitchoverPlanTests
{
    private static readonly ClusterSetSpec Spec = SpecDocument.Read("""
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
          - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300}}
        primary: prod
        """).Spec!;

    private static readonly ReplicaProfile Profile = new() { View = 2, IsPrimary = false, PrimaryAddress = "dr-0:3306", Executed = "", Lag = 0 };

    [Fact]
    public void Nothing_is_changed_before_replicas_and_primary_were_looked_at_and_everything_is_proven_afterwards()
    {
        var plan = Plan(new() { To = "dr" });

        Assert.Equal(["preflight", "preflight-primary", "promote", "one-writable", "routers", "write", "read", "healthy"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(["preflight/dr", "preflight/far"], plan.Stages[0].Steps.Select(step => step.Id));
        Assert.Equal("prod", Assert.Single(plan.Stages[2].Steps).Site);
        Assert.Equal(["routers/prod", "routers/dr", "routers/far"], plan.Stages[4].Steps.Select(step => step.Id));
        Assert.Equal(["read/prod", "read/far"], plan.Stages[6].Steps.Select(step => step.Id));
    }

    [Fact]
    public void Routers_that_follow_their_own_site_are_not_asked_for_the_primary()
    {
        var spec = Spec with { Sites = [.. Spec.Sites.Select(site => site with { Cluster = site.Cluster with { RouterTarget = site.Name == "far" ? RouterTarget.Own : RouterTarget.Primary } })] };
        var routers = SwitchoverPlan.For(spec, new() { To = "dr" }, "token").Stages.Single(stage => stage.Name == "routers");
        Assert.Equal(["routers/prod", "routers/dr"], routers.Steps.Select(step => step.Id));
    }

    [Fact]
    public void The_switch_runs_on_the_primarys_site_and_names_the_target_as_the_set_does()
    {
        var switched = Assert.IsType<SwitchPrimary>(Command(Plan(new() { To = "dr", Timeout = "45s" }), "promote/prod"));

        Assert.Equal(("prd", "myreplica", "dr-0:3306"), (switched.Cluster.Name, switched.Target, switched.TargetAddress));
        Assert.Equal(TimeSpan.FromSeconds(45), switched.Timeout);
        Assert.Equal("token", switched.Token);
    }

    [Fact]
    public void On_the_way_back_the_roles_are_exchanged_and_the_names_stay()
    {
        var plan = SwitchoverPlan.For(Spec with { PrimaryNow = "dr" }, new() { To = "prod" }, "token");

        Assert.Equal(["preflight/prod", "preflight/far"], plan.Stages[0].Steps.Select(step => step.Id));
        var switched = Assert.IsType<SwitchPrimary>(Command(plan, "promote/dr"));
        Assert.Equal(("dr", "prd"), (switched.Cluster.Name, switched.Target));
    }

    [Fact]
    public void A_replica_that_is_given_up_is_asked_nothing_and_named_to_AdminAPI()
    {
        var plan = Plan(new() { To = "dr", Invalidate = ["far"] });

        Assert.DoesNotContain(plan.Steps, step => step.Site == "far");
        Assert.Equal(["far"], Assert.IsType<SwitchPrimary>(Command(plan, "promote/prod")).Invalidate);
    }

    [Fact]
    public void A_target_that_is_the_primary_already_is_only_proven() =>
        Assert.Equal(["one-writable", "routers", "write", "read", "healthy"], Plan(new() { To = "prod" }).Stages.Select(stage => stage.Name));

    [Fact]
    public void The_report_tells_the_pause_and_whether_it_is_a_bound()
    {
        var report = new SwitchReport { Measured = true, Pause = TimeSpan.FromSeconds(0.42), Exact = false, Acknowledged = [1, 2] };

        var lines = Plan(new() { To = "dr" }).Report(Facts(("promote/prod", report))).ToList();

        Assert.Equal("writes paused for at most 0.42 s", lines[0]);
        Assert.StartsWith("2 writes", lines[1], StringComparison.Ordinal);
        Assert.Empty(Plan(new() { To = "dr" }).Report(Facts()));
    }

    [Fact]
    public void A_wrong_request_is_told_all_its_faults_at_once()
    {
        var faults = RequestRules.Faults(new SwitchoverRequest { To = "mars", MaxLag = "soon", Timeout = "2h", Invalidate = ["prod", "venus"] }, Spec).Select(fault => fault.ToString()).ToList();

        Assert.Equal(5, faults.Count);
        Assert.Contains("to: 'mars' is no site of mycs; there are: prod, dr, far", faults);
        Assert.Empty(RequestRules.Faults(new SwitchoverRequest { To = "dr" }, Spec));
    }

    private static Plan Plan(SwitchoverRequest request) => SwitchoverPlan.For(Spec, request, "token");

    private static IStepCommand Command(Plan plan, string step) =>
        plan.Steps.Single(planned => planned.Id == step).Command(Facts(("preflight/dr", Profile), ("preflight/far", Profile), ("preflight/prod", Profile)));

    private static PlanFacts Facts(params (string Step, object Facts)[] told) => new(told.ToDictionary(fact => fact.Step, fact => Wire.ToJson(fact.Facts)));
}
