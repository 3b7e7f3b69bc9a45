namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>How far reality is from the spec, as the last look saw it.</summary>
/// <param name="At">When the look ended, UTC.</param>
/// <param name="OperationId">The look, with every step.</param>
/// <param name="Steps">What differs or could not be looked at; empty when all is as applied.</param>
public sealed record DriftView(DateTimeOffset At, Guid OperationId, IReadOnlyList<DriftStepView> Steps);

/// <summary>One step that is not as applied.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Site">The site.</param>
/// <param name="State"><c>Needed</c> (to be made again), <c>Refused</c>, <c>Failed</c> (could not be looked at) or <c>NotAnswered</c>.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Advice">What a person can do, or null.</param>
public sealed record DriftStepView(string StepId, string Site, string State, string Reason, string? Advice);
