namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Steps that run in parallel, after the stages that it names are complete.</summary>
/// <param name="Name">Unique in the plan, for example <c>dns-forward</c>.</param>
/// <param name="Title">For people, for example <c>DNS: forward the peers' zones</c>.</param>
/// <param name="After">Names of the stages that must be complete first.</param>
/// <param name="Steps">One or more.</param>
public sealed record Stage(string Name, string Title, IReadOnlyList<string> After, IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>What facts of earlier stages forbid: checked before the stage's first step is sent; any finding ends the operation as refused.</summary>
    public Func<PlanFacts, IEnumerable<Finding>> Gate { get; init; } = _ => [];
}
