namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>A message that was decided on and is not delivered yet.</summary>
public sealed class OutboxRow
{
    /// <summary>Counts up: the order of delivery inside an operation.</summary>
    public long Id { get; init; }

    /// <summary>The operation that sends it.</summary>
    public Guid OperationId { get; init; }

    /// <summary>The message's id on the bus, the same for every try.</summary>
    public Guid MessageId { get; init; } = Guid.CreateVersion7();

    /// <summary>The queue, or null for a message that is published.</summary>
    public string? Queue { get; init; }

    /// <summary>The name of the message record; see <see cref="OutboxMessages"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The message as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Not delivered before this time, UTC.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>The broker may drop it after this time in its queue; null for never.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The step it asks for, if it asks for one.</summary>
    public string? StepId { get; init; }

    /// <summary>The attempt it asks for.</summary>
    public int? Attempt { get; init; }
}
