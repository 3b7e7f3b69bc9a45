using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset agents</c>: shows which agents report.</summary>
internal static class AgentsCommand
{
    public static Command Build()
    {
        var coordinator = new CoordinatorOptions();
        var format = OutputFormat.Option();
        var command = new Command("agents", "Show which agents of which sites report.") { format };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            parsed.GetValue(format).Write(await client.Agents(ct), Tables.Agents);
            return ExitCodes.Ok;
        });
        return command;
    }
}
