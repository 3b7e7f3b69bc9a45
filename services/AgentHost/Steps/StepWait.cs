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

    /// <summary>The same, for what must be done by then.</summary>
    /// <param name="check">One look.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="within">The bound.</param>
    /// <param name="late">The failure, from what was lacking at last.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="StepFailedException">It was not done within the bound.</exception>
    public async Task<StepState> Done(Func<CancellationToken, Task<StepState>> check, TimeSpan interval, TimeSpan within, Func<string, StepFailedException> late, CancellationToken ct) =>
        await Until(check, interval, within, ct) is var last && last is StepState.Needed { Why: var lacking } ? throw late(lacking) : last;
}
