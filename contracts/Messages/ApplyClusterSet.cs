using System.Text.Json;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Another system's request to make a ClusterSet as its spec says; sent to <see cref="QueueNames.Coordinator"/>, answered by <see cref="OperationAccepted"/> or <see cref="OperationRejected"/>.</summary>
public sealed record ApplyClusterSet
{
    /// <summary>The caller's id: asking twice with the same id is asking once.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The spec as JSON, as in the published schema.</summary>
    public required JsonElement Spec { get; init; }
}
