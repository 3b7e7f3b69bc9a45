using System.Diagnostics;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.AgentHost.Tests.Charts;

/// <summary>helm or kubectl from the lab's cache.</summary>
internal static class LabTool
{
    /// <summary>Runs to the end; standard output and error in one text.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string tool, string[] arguments, CancellationToken ct)
    {
        var path = SuiteCache.Program(tool);
        Assert.SkipUnless(path is not null || Environment.GetEnvironmentVariable("CI") == "true", $"no {tool} in the lab's cache; build it with deploy/lab");
        using var process = Process.Start(new ProcessStartInfo(path ?? tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }
}
