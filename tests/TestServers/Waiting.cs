using System.Diagnostics;

namespace ClusterSetSuite.TestServers;

/// <summary>Waits of tests that have an end: what never comes fails by its name, where a wait without an end would stop the whole run without a word.</summary>
public static class Waiting
{
    /// <summary>Far more than anything here takes on a machine with a load of 80.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Asks again and again until it is so.</summary>
    /// <param name="what">What is waited for, for the message, for example <c>the workloads are ready</c>.</param>
    /// <param name="isSo">Whether it has come.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="TimeoutException">It was not so within three minutes.</exception>
    public static async Task Until(string what, Func<Task<bool>> isSo, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); !await isSo().WaitAsync(Limit, ct); await Task.Delay(TimeSpan.FromMilliseconds(20), ct))
        {
            if (clock.Elapsed > Limit)
                throw new TimeoutException($"waited {Limit.TotalMinutes:0} minutes, and still not: {what}");
        }
    }
}
