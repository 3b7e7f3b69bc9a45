using System.CommandLine;
using ClusterSetSuite.Cli.Api;

namespace ClusterSetSuite.Cli;

/// <summary>Runs a command line and turns what went wrong into a message and an exit code.</summary>
public static class CommandLine
{
    /// <summary>Parses, runs, and answers the exit code; errors go to stderr.</summary>
    public static async Task<int> Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Try --help.");
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (CoordinatorUnreachableException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\nStart it, or name another with --coordinator; for a run without one give --embedded to apply.");
            return ExitCodes.NoCoordinator;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }
}
