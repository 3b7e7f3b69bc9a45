using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class FailoverPlanTests
{
    private const string P = "7b53ec3e-e730-11f1-a00f-02fc00000001";

    private static readonly ClusterSetSpec Spec = SpecDocument.Read("""
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
          - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300}}
        primary: prod
        """).Spec!;

    private static readonly ReplicaEvidence Silent = new()
    {
        View = 4, Primary = "prd", Invalidated = false, Receives = false, Channel = "CONNECTING", SilentFor = 12, Unapplied = 3,
    };

    [Fact]
    public void Everybody_is_asked_everything_received_is_applied_and_only_then_the_target_forces_on_its_own_site()
    {
        var plan = Plan();

        Assert.Equal(["evidence", "drain", "promote", "one-writable", "routers", "write", "read"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(["evidence/dr", "evidence/far", "evidence/prod"], plan.Stages[0].Steps.Select(step => step.Id));
        Assert.Equal(["drain/dr", "drain/far"], plan.Stages[1].Steps.Select(step => step.Id));
        var force = Assert.Single(plan.Stages[2].Steps);
        Assert.Equal("dr", force.Site);
        var command = Assert.IsType<ForcePrimary>(force.Command(Facts()));
        Assert.Equal(("myreplica", "far"), (command.Target, Assert.Single(command.Others)));
        Assert.DoesNotContain(plan.Stages.Skip(2).SelectMany(stage => stage.Steps), step => step.Site == "prod");
    }

    [Fact]
    public void A_site_whose_agent_is_silent_is_asked_nothing_and_may_be_left_behind()
    {
        var plan = Plan("prod", "far");

        Assert.Equal(["dr"], plan.Steps.Select(step => step.Site).Distinct());
        Assert.Equal(["far"], Assert.IsType<ForcePrimary>(plan.Steps.Single(step => step.Id == "promote/dr").Command(Facts())).Others);
    }

    [Fact]
    public void Nothing_is_drained_or_forced_while_anybody_says_that_the_primary_lives()
    {
        Assert.Empty(Veto());
        Assert.Contains("dr still receives", Assert.Single(Veto(dr: Silent with { Receives = true })).Reason, StringComparison.Ordinal);
        Assert.Contains("far still receives", Assert.Single(Veto(far: Silent with { Receives = true })).Reason, StringComparison.Ordinal);
        Assert.Contains("takes writes", Assert.Single(Veto(prod: new OldPrimary(["prd-0"], ["prd-0"], "prd-0 ONLINE"))).Reason, StringComparison.Ordinal);
        Assert.Contains("Restore", Assert.Single(Veto(prod: new OldPrimary(["prd-0"], [], "prd-0 OFFLINE"))).Advice, StringComparison.Ordinal);
        Assert.Empty(Veto(prod: new OldPrimary([], [], "prd-0 unreachable")));
    }

    [Fact]
    public void A_target_that_was_invalidated_or_knows_an_older_view_is_refused()
    {
        Assert.Contains("invalidated", Assert.Single(Veto(dr: Silent with { Invalidated = true })).Reason, StringComparison.Ordinal);
        Assert.Contains("newer view", Assert.Single(Veto(far: Silent with { View = 5 })).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_replica_with_the_most_transactions_is_named_instead_of_a_target_that_is_behind()
    {
        var gate = Plan().Stages.Single(stage => stage.Name == Moves.Stage).Gate;

        Assert.Empty(gate(Facts(("drain/dr", new Drained($"{P}:1-9")), ("drain/far", new Drained($"{P}:1-8")))));
        var behind = Assert.Single(gate(Facts(("drain/dr", new Drained($"{P}:1-9")), ("drain/far", new Drained($"{P}:1-11")))));
        Assert.Contains($"far has 2 transactions that dr has not: {P}:10-11", behind.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_tells_what_may_be_lost_and_who_was_left_behind()
    {
        var lines = Plan().Report(Facts(("evidence/dr", Silent), ("promote/dr", new ForceReport(4294967300, $"{P}:1-9", ["prd", "far"])))).ToList();

        Assert.Contains("last heard of the old primary 12 s before", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("3 received transactions", lines[1], StringComparison.Ordinal);
        Assert.Contains("without prd, far", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failover_wants_the_sets_name_and_a_target_that_reports()
    {
        string[] Of(FailoverRequest request, params string[] silent) => [.. RequestRules.Faults(request, Spec, new OperationContext { Silent = silent }).Select(fault => $"{fault}")];

        Assert.Empty(Of(new() { To = "dr", Confirm = "mycs" }, "prod"));
        Assert.StartsWith("confirm:", Assert.Single(Of(new() { To = "dr", Confirm = "MYCS" })), StringComparison.Ordinal);
        Assert.Contains("does not report", Assert.Single(Of(new() { To = "dr", Confirm = "mycs" }, "dr")), StringComparison.Ordinal);
        Assert.Contains("has the primary already", Assert.Single(Of(new() { To = "prod", Confirm = "mycs" })), StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_back_is_fenced_before_anything_else_is_done_to_it_and_the_primary_stays()
    {
        var plan = RejoinPlan.For(Spec with { PrimaryNow = "dr" }, new RejoinRequest { Site = "prod" }, "token");

        Assert.Equal(
            ["look", "fence", "reboot", "fence-again", "rejoin", "server-0", "server-1", "server-2", "routers-back", "one-writable", "routers", "write", "read"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(("dr", "prod", "prod", "dr"), (plan.Stages[0].Steps[0].Site, plan.Stages[1].Steps[0].Site, plan.Stages[2].Steps[0].Site, plan.Stages[4].Steps[0].Site));
        var rejoin = Assert.IsType<RejoinCluster>(plan.Stages[4].Steps[0].Command(Facts(("reboot/prod", new Rebooted($"{P}:1-3")))));
        Assert.Equal(("dr", "prd", $"{P}:1-3"), (rejoin.Cluster.Name, rejoin.Name, rejoin.Executed));
    }

    [Fact]
    public void A_site_that_gives_its_data_up_is_fenced_let_go_taken_apart_and_cloned()
    {
        var plan = RejoinPlan.For(Spec with { PrimaryNow = "dr" }, new RejoinRequest { Site = "prod", ByClone = true, Confirm = "mycs" }, "token");

        Assert.Equal(
            ["look", "fence", "detach", "discard", "replica", "instance-1", "instance-2", "routers-back", "one-writable", "routers", "write", "read"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(["dr", "prod", "dr", "prod", "dr", "prod"], plan.Stages.Take(6).Select(stage => Assert.Single(stage.Steps).Site));
        Assert.True(Assert.IsType<DetachReplica>(plan.Stages[2].Steps[0].Command(Facts())) is { ReplicaName: "prd", Unreachable: true, Cluster.Name: "dr" });
        Assert.Equal("prd", Assert.IsType<CreateReplicaCluster>(plan.Stages[4].Steps[0].Command(Facts())).ReplicaName);
    }

    [Fact]
    public void Giving_data_up_wants_the_sets_name()
    {
        string[] Of(RejoinRequest request) => [.. RequestRules.Faults(request, Spec with { PrimaryNow = "dr" }, new OperationContext()).Select(fault => $"{fault}")];

        Assert.Empty(Of(new() { Site = "prod" }));
        Assert.Empty(Of(new() { Site = "prod", ByClone = true, Confirm = "mycs" }));
        Assert.StartsWith("confirm:", Assert.Single(Of(new() { Site = "prod", ByClone = true })), StringComparison.Ordinal);
        Assert.Contains("has the primary", Assert.Single(Of(new() { Site = "dr", ByClone = true, Confirm = "mycs" })), StringComparison.Ordinal);
    }

    private static Plan Plan(params string[] silent) => FailoverPlan.For(Spec, new FailoverRequest { To = "dr", Confirm = "mycs" }, silent, "token");

    private static List<Finding> Veto(ReplicaEvidence? dr = null, ReplicaEvidence? far = null, OldPrimary? prod = null) =>
    [
        .. Plan().Stages.Single(stage => stage.Name == "drain").Gate(
            prod is null ? Facts(("evidence/dr", dr ?? Silent), ("evidence/far", far ?? Silent)) : Facts(("evidence/dr", dr ?? Silent), ("evidence/far", far ?? Silent), ("evidence/prod", prod))),
    ];

    private static PlanFacts Facts(params (string Step, object Facts)[] told) => new(told.ToDictionary(fact => fact.Step, fact => Wire.ToJson(fact.Facts)));
}
