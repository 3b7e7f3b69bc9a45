using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Waits after a change until it has taken effect, and tells meanwhile what is still lacking.</summary>
public sealed class StepWait(Eventually eventually, IStepProgress progress, IOptions<MeshOptions> options)
{
    /// <summary>Looks until the step is done, refused, or out of time, and returns the last look.</summary>
    /// <param name="check">One look.</param>
    /// <param name="done">What to tell when it is done.</param>
    /// <param name="within">The bound.</param>
    /// <param name="ct">Cancels.</param>
    public Task<StepState> Until(Func<CancellationToken, Task<StepState>> check, string done, TimeSpan within, CancellationToken ct) => eventually.Look(
        async token =>
        {
            var state = await check(token);
            progress.Report(state is StepState.Needed needed ? needed.Why : done);
            return state;
        },
        state => state is not StepState.Needed,
        options.Value.LookInterval,
        within,
        ct);
}
