using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Collects the steps of a stage; which agent a step is for follows from its command.</summary>
internal sealed class StageBuilder(ClusterSetSpec spec, string name, string title, IReadOnlyList<string> after, Func<PlanFacts, IEnumerable<Finding>> gate)
{
    private readonly List<PlannedStep> steps = [];

    public string Name => name;

    public IReadOnlyList<string> After => after;

    public bool IsEmpty => steps.Count == 0;

    /// <summary>One step on each site, known from the spec.</summary>
    public StageBuilder OnEach<TCommand>(Func<SiteSpec, TCommand> command, TimeSpan? limit = null, bool when = true)
        where TCommand : IStepCommand => OnEach((site, _) => command(site), limit, when);

    /// <summary>One step on each site, from facts of earlier stages.</summary>
    public StageBuilder OnEach<TCommand>(Func<SiteSpec, PlanFacts, TCommand> command, TimeSpan? limit = null, bool when = true)
        where TCommand : IStepCommand
    {
        foreach (var site in spec.Sites.Where(_ => when))
            Add(site, site, facts => command(site, facts), limit);
        return this;
    }

    /// <summary>One step for each replica site, known from the spec, on that site or by the agent of another.</summary>
    public StageBuilder OnReplicas<TCommand>(Func<SiteSpec, TCommand> command, TimeSpan? limit = null, SiteSpec? by = null)
        where TCommand : IStepCommand => OnReplicas((site, _) => command(site), limit, by);

    /// <summary>One step for each replica site, from facts of earlier stages.</summary>
    public StageBuilder OnReplicas<TCommand>(Func<SiteSpec, PlanFacts, TCommand> command, TimeSpan? limit = null, SiteSpec? by = null)
        where TCommand : IStepCommand
    {
        foreach (var site in spec.ReplicaSites)
            Add(site, by ?? site, facts => command(site, facts), limit);
        return this;
    }

    /// <summary>One step on each of these sites.</summary>
    public StageBuilder OnAll<TCommand>(IEnumerable<SiteSpec> sites, Func<SiteSpec, PlanFacts, TCommand> command, TimeSpan? limit = null)
        where TCommand : IStepCommand
    {
        foreach (var site in sites)
            Add(site, site, facts => command(site, facts), limit);
        return this;
    }

    /// <summary>One step about a site, by the agent of another.</summary>
    public StageBuilder OnBehalf<TCommand>(SiteSpec about, SiteSpec by, TCommand command, TimeSpan? limit = null)
        where TCommand : IStepCommand
    {
        Add(about, by, _ => command, limit);
        return this;
    }

    /// <summary>One step on one site.</summary>
    public StageBuilder On<TCommand>(SiteSpec site, Func<PlanFacts, TCommand> command, TimeSpan? limit = null)
        where TCommand : IStepCommand
    {
        Add(site, site, command, limit);
        return this;
    }

    public Stage Build(IReadOnlyList<string> effectiveAfter, Func<PlanFacts, IEnumerable<Finding>> alsoGate) =>
        new(name, title, effectiveAfter, steps) { Gate = facts => gate(facts).Concat(alsoGate(facts)) };

    private void Add<TCommand>(SiteSpec about, SiteSpec by, Func<PlanFacts, TCommand> command, TimeSpan? limit)
        where TCommand : IStepCommand
    {
        var id = StepIds.Of(name, about);
        if (steps.Any(step => step.Id == id))
            id = StepIds.Of(name, about, typeof(TCommand).Name);
        steps.Add(new(id, by.Name, AgentFor(typeof(TCommand)), $"{title} ({about.Name})", limit ?? Limits.Usual, facts => command(facts)));
    }

    private static string AgentFor(Type command) => command switch
    {
        _ when command.IsAssignableTo(typeof(IMeshCommand)) => AgentNames.Mesh,
        _ when command.IsAssignableTo(typeof(IDnsCommand)) => AgentNames.Dns,
        _ when command.IsAssignableTo(typeof(IMySqlCommand)) => AgentNames.MySql,
        _ => throw new ArgumentException($"{command.Name} is for no agent", nameof(command)),
    };
}
