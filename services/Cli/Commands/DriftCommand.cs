using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset drift</c>: shows what the last look found that is not as applied any more.</summary>
internal static class DriftCommand
{
    public static Command Build()
    {
        var (name, coordinator, format) = (SetArgument.New(), new CoordinatorOptions(), OutputFormat.Option());
        var command = new Command("drift", "Show what is not as applied any more, as the last look found it.") { name, format };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            var wanted = parsed.GetValue(name)!;
            var set = await client.ClusterSet(wanted, ct) ?? throw new CliException($"There is no ClusterSet '{wanted}'; `clusterset status` lists them.", ExitCodes.BadInput);
            parsed.GetValue(format).Write(set.Drift, LookTables.Drift);
            return set.Drift is { Steps.Count: > 0 } ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }
}
