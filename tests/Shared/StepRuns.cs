using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Tests.Shared;

/// <summary>Brings a step to its end without a runner.</summary>
internal static class StepRuns
{
    /// <summary>Check, Apply, Verify, as the runner does.</summary>
    public static async Task<StepState> Run<T>(this IStep<T> step, T command, CancellationToken ct)
        where T : IStepCommand
    {
        var state = await step.Check(command, ct);
        if (state is not StepState.Needed)
            return state;
        await step.Apply(command, ct);
        return await step.Verify(command, ct);
    }
}
