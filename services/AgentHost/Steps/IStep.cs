using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>One change by one agent on one site. Keeps no state: Check looks at the real system, so a step can be repeated at any time.</summary>
/// <remarks>Only the step runner knows the order Check, Apply, Verify.</remarks>
/// <typeparam name="TCommand">The command record in <c>contracts/Steps</c>.</typeparam>
public interface IStep<in TCommand>
    where TCommand : IStepCommand
{
    /// <summary>Looks at the real system and changes nothing. "Can not tell" throws; it is never "needed".</summary>
    Task<StepState> Check(TCommand command, CancellationToken ct);

    /// <summary>Makes the one change. May throw <see cref="StepRefusedException"/> before changing anything, or <see cref="StepFailedException"/>.</summary>
    Task Apply(TCommand command, CancellationToken ct);

    /// <summary>Looks, after Apply, from where a client would; waits (by watch or bounded polling) for what takes time. Check unless overridden.</summary>
    Task<StepState> Verify(TCommand command, CancellationToken ct) => Check(command, ct);
}
