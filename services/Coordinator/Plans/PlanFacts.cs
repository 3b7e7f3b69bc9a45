using System.Text.Json;
using ClusterSetSuite.Contracts;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What the steps answered so far have told, by step id.</summary>
/// <param name="byStep">Step id to facts.</param>
/// <param name="toldAt">Step id to when its answer was taken, UTC by the Coordinator's clock; null where nobody asks for it.</param>
public sealed class PlanFacts(IReadOnlyDictionary<string, JsonElement> byStep, IReadOnlyDictionary<string, DateTimeOffset>? toldAt = null)
{
    /// <summary>The facts of one step.</summary>
    /// <exception cref="FactsMissingException">The step has not told any: the plan asks for them too early.</exception>
    public T Of<T>(string stepId) =>
        byStep.TryGetValue(stepId, out var json) ? Wire.FromJson<T>(json) : throw new FactsMissingException(stepId, typeof(T).Name);

    /// <summary>The facts of one step, or null where it has told none.</summary>
    public T? Find<T>(string stepId)
        where T : class => byStep.TryGetValue(stepId, out var json) ? Wire.FromJson<T>(json) : null;

    /// <summary>When the step's answer was taken, or null where it is not known.</summary>
    public DateTimeOffset? ToldAt(string stepId) => toldAt?.TryGetValue(stepId, out var at) == true ? at : null;
}
