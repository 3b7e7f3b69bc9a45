using System.CommandLine;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset plan</c> and <c>clusterset doctor</c>: look at every site and change nothing.</summary>
internal static class LookCommands
{
    /// <summary>What <c>apply</c> would do. Fails when a step would be refused or could not be looked at.</summary>
    public static Command Plan() => Build(
        OperationKinds.Plan, "Show what apply would do, each step with what it sees now; changes nothing.", operation => operation, LookTables.Plan);

    /// <summary>What stands in the way. Fails when there is an error.</summary>
    public static Command Doctor() => Build(
        OperationKinds.Doctor, "Look at every site before the first change, and tell all that stands in the way, what it means and how to mend it.", operation => operation.Findings, LookTables.Findings);

    private static Command Build<T>(string kind, string description, Func<OperationView, T> shown, Func<T, IRenderable> table)
    {
        var spec = new SpecFile();
        var suite = new SuiteOptions();
        var format = OutputFormat.Option();
        var command = new Command(kind, description) { format };
        spec.AddTo(command);
        suite.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var (text, read) = await spec.Read(parsed, ct);
            return await suite.Run(
                parsed,
                read,
                async client =>
                {
                    var id = await client.Look(kind, read.Name, text, Guid.NewGuid(), ct);
                    var operation = await Follow.Look(client, id, ct);
                    parsed.GetValue(format).Write(shown(operation), table);
                    return operation.Findings.Any(finding => finding.Severity == Severity.Error) ? ExitCodes.Failed : ExitCodes.Ok;
                },
                ct);
        });
        return command;
    }
}
