namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>Waits after a change until it has taken effect, and tells meanwhile what is still lacking.</summary>
public sealed class StepWait(Eventually eventually, IStepProgress progress)
{
    /// <summary>Looks until the step is done, refused, or out of time, and returns the last look.</summary>
    /// <param name="check">One look.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="within">The bound.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="done">What to tell when it is done; nothing where null.</param>
    public Task<StepState> Until(Func<CancellationToken, Task<StepState>> check, TimeSpan interval, TimeSpan within, CancellationToken ct, string? done = null) => eventually.Look(
        async token =>
        {
            var state = await check(token);
            if ((state is StepState.Needed needed ? needed.Why : done) is { } text)
                progress.Report(text);
            return state;
        },
        state => state is not StepState.Needed,
        interval,
        within,
        ct);
}
