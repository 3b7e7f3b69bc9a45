namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What an operation does: stages in order; the steps of a stage run in parallel.</summary>
/// <remarks>A plan is a pure function of the spec, so it is never stored: after a restart it is worked out again, and the stored steps are matched by their ids.</remarks>
/// <param name="Kind">The kind of operation, for example <c>provision</c>.</param>
/// <param name="Stages">In an order in which each stands behind the stages it comes after.</param>
public sealed record Plan(string Kind, IReadOnlyList<Stage> Stages)
{
    /// <summary>From the facts told so far: what there is to tell people about the operation beside its stages, one sentence each; never throws for facts that are not there.</summary>
    public Func<PlanFacts, IEnumerable<string>> Report { get; init; } = _ => [];

    /// <summary>Every step, in order.</summary>
    public IEnumerable<PlannedStep> Steps => Stages.SelectMany(stage => stage.Steps);

    /// <summary>What the facts told so far say, without regard to any stage: errors, warnings and notes.</summary>
    public Func<PlanFacts, IEnumerable<Finding>> Findings { get; init; } = _ => [];

    /// <summary>The stages that must be complete before a stage, at any distance.</summary>
    public IReadOnlySet<string> Before(string stage)
    {
        var found = new HashSet<string>();
        foreach (var name in Stages.Single(each => each.Name == stage).After)
        {
            found.Add(name);
            found.UnionWith(Before(name));
        }

        return found;
    }

    /// <summary>The stages that may start: not started, and all that they come after complete.</summary>
    /// <param name="started">Whether a step has been sent or answered.</param>
    /// <param name="done">Whether a step has been answered with done or already done.</param>
    public IEnumerable<Stage> Ready(Func<PlannedStep, bool> started, Func<PlannedStep, bool> done)
    {
        var complete = Stages.Where(stage => stage.Steps.All(done)).Select(stage => stage.Name).ToHashSet();
        return Stages.Where(stage => !stage.Steps.Any(started) && !complete.Contains(stage.Name) && stage.After.All(complete.Contains));
    }
}
