using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Benchmarks;

/// <summary>The longest chain of an operation's stages, each as long as its slowest step's work at a site.</summary>
/// <param name="Stages">The chain, first stage first.</param>
/// <param name="Length">How long an operation takes whose Coordinator, broker and database take no time.</param>
internal sealed record CriticalPath(IReadOnlyList<StageView> Stages, TimeSpan Length)
{
    /// <summary>The critical path of an operation.</summary>
    public static CriticalPath Of(OperationView operation)
    {
        var ends = new Dictionary<string, CriticalPath>();
        foreach (var stage in operation.Stages) // a plan lists every stage after those that it follows
        {
            var before = stage.After.Select(name => ends[name]).MaxBy(path => path.Length) ?? new([], TimeSpan.Zero);
            ends[stage.Name] = new([.. before.Stages, stage], before.Length + Work(stage));
        }

        return ends.Values.MaxBy(path => path.Length) ?? new([], TimeSpan.Zero);
    }

    /// <summary>The slowest step's work at its site: what its agent took, all attempts together.</summary>
    public static TimeSpan Work(StageView stage) => stage.Steps.Select(step => step.Took ?? TimeSpan.Zero).DefaultIfEmpty().Max();
}
