namespace ClusterSetSuite.Contracts.Messages;

/// <summary>The operation exists now, or existed already with the same content.</summary>
public sealed record OperationAccepted
{
    /// <summary>The caller's id.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string ClusterSet { get; init; }
}
