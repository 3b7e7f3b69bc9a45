using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>One change by one agent on one site.</summary>
/// <param name="Id">Unique in the plan: the stage's name and the site, and more where a stage has several steps for a site.</param>
/// <param name="Site">The site.</param>
/// <param name="Agent">One of <see cref="Contracts.AgentNames"/>.</param>
/// <param name="Title">For people.</param>
/// <param name="TimeLimit">How long the agent may work on it.</param>
/// <param name="Command">Builds the command when its inputs are known.</param>
public sealed record PlannedStep(string Id, string Site, string Agent, string Title, TimeSpan TimeLimit, Func<PlanFacts, IStepCommand> Command);
