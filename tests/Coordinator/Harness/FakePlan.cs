using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>Does nothing anywhere; carries the name of its step and what an earlier step told.</summary>
public sealed record FakeCommand(string Step, string? Told) : IStepCommand<FakeFacts>;

public sealed record FakeFacts(string Text);

/// <summary>A small plan: look, then two branches, then a stage that needs both and what the first step told.</summary>
public sealed class FakePlan : IPlans
{
    public Func<PlanFacts, IEnumerable<Finding>> GateOfBoth { get; set; } = _ => [];

    public Plan Plan => new("provision",
    [
        Stage("look", [], "a", "b"),
        Stage("left", ["look"], "a"),
        Stage("right", ["look"], "a", "b"),
        Stage("both", ["left", "right"], "a") with { Gate = facts => GateOfBoth(facts) },
    ]);

    public Plan For(PlanInput input) => Plan;

    private static Stage Stage(string name, string[] after, params string[] sites) => new(name, $"stage {name}", after, [.. sites.Select(site => Step(name, site))]);

    private static PlannedStep Step(string stage, string site) => new(
        $"{stage}/{site}",
        site,
        AgentNames.Mesh,
        $"{stage} on {site}",
        TimeSpan.FromMinutes(1),
        facts => new FakeCommand($"{stage}/{site}", stage == "look" ? null : facts.Of<FakeFacts>("look/a").Text));
}
