namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>One thing that happened in an operation.</summary>
/// <param name="Number">Counts up over all operations: ask for those after the last one seen.</param>
/// <param name="At">When, UTC.</param>
/// <param name="StepId">The step concerned, or null for the operation as a whole.</param>
/// <param name="Text">What happened, for people.</param>
public sealed record OperationEventView(long Number, DateTimeOffset At, string? StepId, string Text);
