using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset resume</c>: lets a failed operation go on from where it stopped.</summary>
internal static class ResumeCommand
{
    public static Command Build()
    {
        var coordinator = new CoordinatorOptions();
        var target = OperationArgument.New();
        var command = new Command("resume", "Let a failed operation go on from where it stopped.") { target };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            var id = await OperationArgument.Find(parsed.GetValue(target)!, client, ct);
            await client.Resume(id, ct);
            return await Follow.ToTheEnd(client, id, ct);
        });
        return command;
    }
}
