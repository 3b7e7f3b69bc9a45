using System.Text.Json;
using ClusterSetSuite.Contracts;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What the steps answered so far have told, by step id.</summary>
/// <param name="byStep">Step id to facts.</param>
public sealed class PlanFacts(IReadOnlyDictionary<string, JsonElement> byStep)
{
    /// <summary>The facts of one step.</summary>
    /// <exception cref="InvalidOperationException">The step has not told any: the plan asks for them too early.</exception>
    public T Of<T>(string stepId) =>
        byStep.TryGetValue(stepId, out var json)
            ? Wire.FromJson<T>(json)
            : throw new InvalidOperationException($"step {stepId} has told no {typeof(T).Name} yet");

    /// <summary>The facts of one step, or null where it has told none.</summary>
    public T? Find<T>(string stepId)
        where T : class => byStep.TryGetValue(stepId, out var json) ? Wire.FromJson<T>(json) : null;
}
