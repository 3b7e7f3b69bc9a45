using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset status</c>: shows the ClusterSets that the Coordinator knows, or one of them.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var coordinator = new CoordinatorOptions();
        var name = new Argument<string?>("name") { Description = "A ClusterSet's name; none lists all.", Arity = ArgumentArity.ZeroOrOne };
        var format = OutputFormat.Option();
        var command = new Command("status", "Show what the last verification saw.") { name, format };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            if (parsed.GetValue(name) is { } wanted)
            {
                var set = await client.ClusterSet(wanted, ct) ?? throw new CliException($"There is no ClusterSet '{wanted}'; `clusterset status` lists them.", ExitCodes.BadInput);
                parsed.GetValue(format).Write(set, Tables.ClusterSet);
            }
            else
            {
                parsed.GetValue(format).Write(await client.ClusterSets(ct), Tables.ClusterSets);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
