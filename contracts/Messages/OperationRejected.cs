using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Nothing was started, and these are all the reasons.</summary>
public sealed record OperationRejected
{
    /// <summary>The caller's id.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>Every fault, each with its path in the spec.</summary>
    public required IReadOnlyList<SpecFault> Faults { get; init; }
}
