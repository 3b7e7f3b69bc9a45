namespace ClusterSetSuite.AgentHost;

/// <summary>Waits for something that has no watch, by looking again at an interval.</summary>
public sealed class Eventually(TimeProvider time)
{
    /// <summary>Looks until the answer satisfies or the time is over, and returns the last answer either way.</summary>
    /// <param name="look">One look; its exceptions are the caller's.</param>
    /// <param name="satisfied">Whether the answer is the one that is waited for.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="within">The bound.</param>
    /// <param name="ct">Cancels the wait.</param>
    public async Task<T> Look<T>(Func<CancellationToken, Task<T>> look, Func<T, bool> satisfied, TimeSpan interval, TimeSpan within, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var seen = await look(ct);
            if (satisfied(seen) || time.GetElapsedTime(start) >= within)
                return seen;
            await Task.Delay(interval, time, ct);
        }
    }
}
