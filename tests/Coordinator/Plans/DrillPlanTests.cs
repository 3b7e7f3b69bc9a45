using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Health;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

public class DrillPlanTests
{
    private static readonly Guid Operation = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private static readonly ClusterSetSpec Spec = Seen.Spec;

    private static readonly Plan Plan = DrillPlan.For(Spec, new() { To = "dr" }, Operation);

    [Fact]
    public void It_goes_back_only_when_everything_is_proven_there()
    {
        Assert.Equal(
            ["preflight", "preflight-primary", "promote", "one-writable", "routers", "write", "read", "healthy", "preflight-back", "preflight-primary-back", "promote-back", "one-writable-back", "routers-back", "write-back", "read-back", "healthy-back"],
            Plan.Stages.Select(stage => stage.Name));
        Assert.Superset(new HashSet<string> { "healthy", "read", "routers", "promote" }, Plan.Before("preflight-back").ToHashSet());
    }

    [Fact]
    public void The_roles_are_exchanged_on_the_way_back_and_each_move_writes_rows_of_its_own()
    {
        var there = Assert.IsType<SwitchPrimary>(Command("promote/prod"));
        var back = Assert.IsType<SwitchPrimary>(Command("promote-back/dr"));
        Assert.Equal(("prd", "myreplica", "dr-0:3306"), (there.Cluster.Name, there.Target, there.TargetAddress));
        Assert.Equal(("dr", "prd", "prd-0:3306"), (back.Cluster.Name, back.Target, back.TargetAddress));
        Assert.NotEqual(there.Token, back.Token);
        Assert.Equal([36, 36], new[] { there.Token.Length, back.Token.Length }); // the column's width
        Assert.Equal(back.Token, Assert.IsType<WriteProbeRow>(Command("write-back/prod")).Token);
    }

    [Fact]
    public void Both_pauses_are_reported()
    {
        var facts = new Dictionary<string, System.Text.Json.JsonElement>
        {
            ["promote/prod"] = Wire.ToJson(new SwitchReport { Measured = true, Exact = true, Pause = TimeSpan.FromSeconds(1.5), Acknowledged = [1, 2] }),
            ["promote-back/dr"] = Wire.ToJson(new SwitchReport { Measured = true, Exact = false, Pause = TimeSpan.FromSeconds(2) }),
        };
        var lines = Plan.Report(new PlanFacts(facts, new Dictionary<string, DateTimeOffset>())).ToList();
        Assert.Equal("from prod to dr: writes paused for 1.50 s", lines[0]);
        Assert.Equal("from dr to prod: writes paused for at most 2.00 s", lines[2]);
    }

    private static IStepCommand Command(string id) => Plan.Steps.Single(step => step.Id == id).Command(new PlanFacts(
        new Dictionary<string, System.Text.Json.JsonElement> { ["preflight/dr"] = Profile("dr-0:3306"), ["preflight-back/prod"] = Profile("prd-0:3306") },
        new Dictionary<string, DateTimeOffset>()));

    private static System.Text.Json.JsonElement Profile(string address) => Wire.ToJson(new ReplicaProfile { View = 2, IsPrimary = false, PrimaryAddress = address, Executed = "", Lag = 0 });
}
