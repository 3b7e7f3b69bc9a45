using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset operations</c>: lists operations, or shows one with its stages.</summary>
internal static class OperationsCommand
{
    public static Command Build()
    {
        var suite = new SuiteOptions();
        var target = new Argument<string?>("operation") { Description = "An operation's id, or a ClusterSet's name for its last one; none lists all.", Arity = ArgumentArity.ZeroOrOne };
        var format = OutputFormat.Option();
        var command = new Command("operations", "List operations, or show one with its stages and steps.") { target, format };
        suite.AddTo(command);
        suite.WantSet(command, target);
        command.SetAction((parsed, ct) => suite.Read(
            parsed,
            parsed.GetValue(target),
            async client =>
            {
                if (parsed.GetValue(target) is { } text)
                    parsed.GetValue(format).Write(await client.Operation(await OperationArgument.Find(text, client, ct), ct), Tables.Operation);
                else
                    parsed.GetValue(format).Write(await client.Operations(ct), Tables.Operations);
                return ExitCodes.Ok;
            },
            ct));
        return command;
    }
}
