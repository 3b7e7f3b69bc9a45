namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>A step with its command.</summary>
/// <param name="Check">Looks.</param>
/// <param name="Apply">Changes.</param>
/// <param name="Verify">Looks afterwards.</param>
public sealed record BoundStep(
    Func<CancellationToken, Task<StepState>> Check,
    Func<CancellationToken, Task> Apply,
    Func<CancellationToken, Task<StepState>> Verify);
