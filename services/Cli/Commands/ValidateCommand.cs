using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset validate</c>: reads a spec and tells every fault; asks nobody.</summary>
internal static class ValidateCommand
{
    public static Command Build()
    {
        var spec = new SpecFile();
        var command = new Command("validate", "Read a spec and tell every fault in it; touches nothing.");
        spec.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var (_, read) = await spec.Read(parsed, ct);
            Console.WriteLine($"{read.Name}: {read.Sites.Count} sites, primary {read.Primary}; no faults.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
