using System.Diagnostics;

namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>Waiting for a state of a server to come about.</summary>
internal static class Waiting
{
    public static async Task<bool> Until(Func<Task<bool>> reached, TimeSpan limit, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit;)
        {
            if (await reached())
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }

        return false;
    }
}
