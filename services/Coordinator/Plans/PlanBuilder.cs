using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Collects the stages of a plan in the order in which they are read.</summary>
internal sealed class PlanBuilder(ClusterSetSpec spec)
{
    private readonly List<StageBuilder> stages = [];

    /// <summary>What the plan is for.</summary>
    public ClusterSetSpec Spec { get; } = spec;

    /// <summary>The stage after which sites may be changed.</summary>
    public string Foundation { get; set; } = Preflight.Name;

    /// <summary>The stages after which servers of different sites reach each other by name.</summary>
    public List<string> Network { get; } = [];

    /// <summary>What is checked before any stage that comes directly after the preflight: nothing has been changed up to there.</summary>
    public Func<PlanFacts, IEnumerable<Finding>> PreflightGate { get; set; } = _ => [];

    /// <summary>What there is to tell when it is done; see <see cref="Plan.Report"/>.</summary>
    public Func<PlanFacts, IEnumerable<string>> Report { get; set; } = _ => [];

    /// <summary>All that the facts say, errors or not.</summary>
    public Func<PlanFacts, IEnumerable<Finding>> Findings { get; set; } = _ => [];

    /// <summary>Adds a stage.</summary>
    public StageBuilder Stage(string name, string title, IReadOnlyList<string>? after = null, Func<PlanFacts, IEnumerable<Finding>>? gate = null)
    {
        var stage = new StageBuilder(Spec, name, title, after ?? [], gate ?? (_ => []));
        stages.Add(stage);
        return stage;
    }

    /// <summary>The plan; stages that the spec gives no step to are left out, and what came after them comes after what they came after.</summary>
    public Plan Build(string kind)
    {
        var empty = stages.Where(stage => stage.IsEmpty).ToDictionary(stage => stage.Name, stage => stage.After);
        IReadOnlyList<string> Effective(IEnumerable<string> after) =>
            [.. after.SelectMany(name => empty.TryGetValue(name, out var before) ? Effective(before) : [name]).Distinct()];
        return new(kind, [.. stages.Where(stage => !stage.IsEmpty).Select(stage => Build(stage, Effective(stage.After)))]) { Report = Report, Findings = Findings };
    }

    private Stage Build(StageBuilder stage, IReadOnlyList<string> after) => stage.Build(after, after.Contains(Preflight.Name) ? PreflightGate : _ => []);
}
