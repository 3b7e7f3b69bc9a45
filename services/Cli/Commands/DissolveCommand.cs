using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset dissolve</c>: ends a ClusterSet.</summary>
internal static class DissolveCommand
{
    public static Command Build()
    {
        var (name, handing) = (SetArgument.New(), new HandingOver());
        var unreachable = new Option<string[]>("--unreachable") { Description = "A site that can not be reached; it is cleaned by itself when it returns. May be given several times." };
        var command = new Command("dissolve", "End a ClusterSet; every cluster goes on by itself, with its data.") { name, unreachable };
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(parsed, parsed.GetValue(name)!, "dissolve", new DissolveRequest { Unreachable = parsed.GetValue(unreachable) ?? [] }, ct));
        return command;
    }
}
