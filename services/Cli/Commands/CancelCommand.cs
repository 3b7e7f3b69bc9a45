using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset cancel</c>: stops an operation after the steps that are running.</summary>
internal static class CancelCommand
{
    public static Command Build()
    {
        var coordinator = new CoordinatorOptions();
        var target = OperationArgument.New();
        var command = new Command("cancel", "Stop an operation after the steps that are running; what they made stays.") { target };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            var id = await OperationArgument.Find(parsed.GetValue(target)!, client, ct);
            await client.Cancel(id, ct);
            Console.WriteLine($"Operation {id} stops after its running steps. Apply the spec again to go on.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
