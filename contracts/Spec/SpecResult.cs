namespace ClusterSetSuite.Contracts.Spec;

/// <summary>A spec that was read: either it is good, or there are faults.</summary>
/// <param name="Spec">The spec, or null when there are faults.</param>
/// <param name="Faults">Every fault, in the document's order; empty when the spec is good.</param>
public sealed record SpecResult(ClusterSetSpec? Spec, IReadOnlyList<SpecFault> Faults);
