using System.CommandLine;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset resume</c>: lets a failed operation go on from where it stopped.</summary>
internal static class ResumeCommand
{
    public static Command Build()
    {
        var (target, suite) = (OperationArgument.New(), new SuiteOptions());
        var command = new Command("resume", "Let a failed operation go on from where it stopped.") { target };
        suite.AddTo(command);
        suite.WantSet(command, target);
        command.SetAction((parsed, ct) => suite.Run(
            parsed,
            parsed.GetValue(target)!,
            async client =>
            {
                var id = await OperationArgument.Find(parsed.GetValue(target)!, client, ct);
                await client.Resume(id, ct);
                return await Follow.ToTheEnd(client, id, ct, suite.IsEmbedded(parsed));
            },
            ct));
        return command;
    }
}
