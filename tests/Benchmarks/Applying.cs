using System.Diagnostics;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Benchmarks;

/// <summary>Wall times of whole commands on the lab.</summary>
internal static class Applying
{
    /// <summary>The example's set on a lab wiped for it.</summary>
    public static async Task<bool> PrintFresh() =>
        await Reset() && await Timed("clusterset apply on a fresh lab", () => Lab.ClusterSet("apply", "-f", Lab.Spec)) is not null;

    /// <summary>The same set by plain commands, on a lab wiped for it.</summary>
    public static async Task<bool> PrintByHand() =>
        await Reset() && await Timed("the same by plain commands, one after another", () => Lab.Run(Repository.PathOf("tests/by-hand"), TimeSpan.FromMinutes(40))) is not null;

    /// <summary>The example's set when it is there already.</summary>
    public static async Task<bool> PrintAgain(int times)
    {
        var took = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            if (await Timed("clusterset apply again", () => Lab.ClusterSet("apply", "-f", Lab.Spec)) is not { } time)
                return false;
            took.Add(time);
        }

        Console.WriteLine($"clusterset apply again: median {Figures.Seconds(Figures.Median(took))}, slowest {Figures.Seconds(took.Max())} of {times}");
        return true;
    }

    private static async Task<bool> Reset() => await Timed("lab reset", () => Lab.Script("reset")) is not null;

    private static async Task<TimeSpan?> Timed(string what, Func<Task<Ran>> run)
    {
        var start = Stopwatch.GetTimestamp();
        var ran = await run();
        var took = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{what}: {Figures.Seconds(took)}");
        if (ran.ExitCode == 0)
            return took;
        await Console.Error.WriteLineAsync($"{what} failed: {ran}");
        return null;
    }
}
