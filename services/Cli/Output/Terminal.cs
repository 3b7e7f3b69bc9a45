using Spectre.Console;

namespace ClusterSetSuite.Cli.Output;

/// <summary>The terminal that is written to.</summary>
internal static class Terminal
{
    /// <summary>Tables keep their columns where the output is a file or a pipe, which have no width of their own.</summary>
    public static readonly IAnsiConsole Console = Create();

    /// <summary>Whether somebody looks at it live.</summary>
    public static bool IsLive => !System.Console.IsOutputRedirected;

    private static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 160;
        return console;
    }
}
