namespace ClusterSetSuite.Simulation;

/// <summary>Runs seeds when asked to (<c>--seeds</c>, <c>--seed</c>, <c>--help</c>), else the tests.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args.Any(arg => arg is "--server" or "--internal-msbuild-node"))
            return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        return CommandLine.IsMeant(args) ? CommandLine.Run(args, Console.Out) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
