namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Published when an operation is completed, failed or cancelled, for other systems to follow.</summary>
public sealed record OperationEnded
{
    /// <summary>The caller's id.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The operation's state: <c>Completed</c>, <c>Failed</c> or <c>Cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>For a failure: the first reason.</summary>
    public string? Reason { get; init; }
}
