using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Health;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class IsolationPlanTests
{
    private static readonly DateTimeOffset Clock = new(2026, 11, 27, 17, 0, 0, TimeSpan.Zero);

    private static readonly ClusterSetSpec Spec = Seen.Spec;

    private static readonly Plan Plan = IsolationPlan.For(Spec, new() { To = "dr", Isolate = true, Confirm = "mycs" }, "t");

    private static readonly AutomationView Ready = new() { Sentence = "", Enforced = true, IsPromoting = false, Epoch = 1, Holding = [], Missing = [], HeldBy = [], Guards = new Dictionary<string, string>() };

    [Fact]
    public void The_site_is_let_go_and_taken_back_only_when_the_other_has_taken_over_and_nothing_here_moves_the_primary()
    {
        Assert.Equal(
            ["look-before", "cut-off", "taken-over", "let-go", "look", "fence", "reboot", "fence-again", "rejoin"],
            Plan.Stages.Select(stage => stage.Name).Take(9));
        Assert.Equal(["routers-back", "one-writable", "routers", "write", "read", "healthy"], Plan.Stages.Select(stage => stage.Name).TakeLast(6));
        Assert.Superset(new HashSet<string> { "taken-over", "cut-off", "look-before" }, Plan.Before("let-go").ToHashSet());
        Assert.Superset(new HashSet<string> { "let-go" }, Plan.Before("look").ToHashSet());
        Assert.False(OperationKinds.MovesThePrimary(IsolationPlan.Kind), "the detector would rest, and nothing would fail over");
        Assert.False(OperationKinds.WaitsForRest(IsolationPlan.Kind));
    }

    [Fact]
    public void It_is_the_site_that_had_the_primary_that_is_cut_off_and_no_longer_than_the_drill_waits()
    {
        Assert.Equal("prd", Assert.IsType<VerifyClusterSet>(Command("look-before/prod")).Cluster.Name);
        var isolate = Assert.IsType<IsolateSite>(Command("cut-off/prod"));
        Assert.Equal(("prd", "prod-mesh", Clock + TimeSpan.FromSeconds(30)), (isolate.Cluster.Name, isolate.MeshName, isolate.NotAfter));
        var wait = Assert.IsType<AwaitPrimary>(Command("taken-over/dr"));
        Assert.Equal("myreplica", wait.Name);
        Assert.Equal(isolate.Until, isolate.NotAfter + wait.Patience);
        Assert.True(wait.Patience > Spec.Failover.Delay + TimeSpan.FromMinutes(1), $"{wait.Patience}");
        Assert.Equal("dr", Assert.IsType<InspectRejoin>(Command("look/dr")).Cluster.Name);
        Assert.Equal("prd", Assert.IsType<FenceCluster>(Command("fence/prod")).Cluster.Name);
    }

    [Fact]
    public void What_has_come_of_it_is_told_when_it_is_proven_and_not_before()
    {
        IEnumerable<string> Told(Dictionary<string, System.Text.Json.JsonElement> facts) => Plan.Report(new PlanFacts(facts));
        Assert.Empty(Told([]));
        Assert.Contains(Told(new() { ["one-writable/dr"] = Wire.ToJson(new NewPrimary("u", "dr-0:3306")) }), line => line.StartsWith("prod was cut off, dr has taken over", StringComparison.Ordinal));
    }

    [Fact]
    public void It_wants_the_sets_name_and_another_site_than_the_primarys()
    {
        string[] Of(DrillRequest request) => [.. RequestRules.Faults(request, Spec).Select(fault => $"{fault}")];
        Assert.Contains("write the ClusterSet's name, mycs", Assert.Single(Of(new() { To = "dr", Isolate = true })), StringComparison.Ordinal);
        Assert.Contains("name the site that shall take over", Assert.Single(Of(new() { To = "prod", Isolate = true, Confirm = "mycs" })), StringComparison.Ordinal);
        Assert.Empty(Of(new() { To = "dr", Isolate = true, Confirm = "mycs" }));
        Assert.Empty(Of(new() { To = "dr" }));
    }

    [Fact]
    public void No_site_is_cut_off_while_nothing_would_replace_it()
    {
        Assert.Null(MoveEndpoints.Unready("mycs", Ready));
        Assert.Contains("no detector watches over mycs", MoveEndpoints.Unready("mycs", null), StringComparison.Ordinal);
        Assert.Contains("is not enforced", MoveEndpoints.Unready("mycs", Ready with { Enforced = false }), StringComparison.Ordinal);
        Assert.Contains("is making another site the primary", MoveEndpoints.Unready("mycs", Ready with { IsPromoting = true }), StringComparison.Ordinal);
        Assert.Contains("in maintenance until", MoveEndpoints.Unready("mycs", Ready with { MaintenanceUntil = Clock }), StringComparison.Ordinal);
        Assert.EndsWith("cut off now: this; that", MoveEndpoints.Unready("mycs", Ready with { HeldBy = ["this", "that"] }), StringComparison.Ordinal);
    }

    private static IStepCommand Command(string id) => Plan.Steps.Single(step => step.Id == id).Command(new PlanFacts(
        new Dictionary<string, System.Text.Json.JsonElement> { ["look-before/prod/InspectIsolation"] = Wire.ToJson(new IsolationOutlook(Clock, "prod-mesh")) },
        new Dictionary<string, DateTimeOffset>()));
}
