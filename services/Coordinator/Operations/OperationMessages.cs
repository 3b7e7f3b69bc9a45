namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Begins an operation whose row exists.</summary>
/// <param name="OperationId">The operation.</param>
public sealed record RunOperation(Guid OperationId);

/// <summary>Goes on with a failed or cancelled operation from the steps that are not done.</summary>
/// <param name="OperationId">The operation.</param>
public sealed record ResumeOperation(Guid OperationId);

/// <summary>Starts nothing more, and ends when what runs has answered.</summary>
/// <param name="OperationId">The operation.</param>
public sealed record CancelOperation(Guid OperationId);

/// <summary>The time to ask again for a step that failed has come.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="StepId">The step.</param>
/// <param name="Attempt">The attempt that failed.</param>
public sealed record StepRetryDue(Guid OperationId, string StepId, int Attempt);

/// <summary>A step shows no sign of life.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="StepId">The step.</param>
/// <param name="Attempt">The silent attempt.</param>
public sealed record StepOverdue(Guid OperationId, string StepId, int Attempt);
