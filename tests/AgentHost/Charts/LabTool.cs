using System.Diagnostics;

namespace ClusterSetSuite.AgentHost.Tests.Charts;

/// <summary>helm or kubectl from the lab's cache.</summary>
internal static class LabTool
{
    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("CLUSTERSET_CACHE") is { Length: > 0 } own
            ? own
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "clusterset-suite"),
        "lab", "bin");

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Runs to the end; standard output and error in one text.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string tool, string[] arguments, CancellationToken ct)
    {
        var path = Path.Combine(Folder, tool);
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"no {tool} in the lab's cache; build it with deploy/lab");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Suite.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Suite.sln above the tests"));
}
