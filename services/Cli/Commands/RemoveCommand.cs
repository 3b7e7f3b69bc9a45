using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset remove</c>: takes a replica site out of a ClusterSet.</summary>
internal static class RemoveCommand
{
    public static Command Build()
    {
        var (name, site, handing) = (SetArgument.New(), new Option<string>("--site") { Description = "The site that leaves.", Required = true }, new HandingOver());
        var unreachable = new Option<bool>("--unreachable") { Description = "The site can not be reached: the set lets it go, and it is cleaned by itself when it returns." };
        var command = new Command("remove", "Take a replica site out of a ClusterSet; its cluster goes on by itself, with its data.") { name, site, unreachable };
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(
            parsed, parsed.GetValue(name)!, "remove", new RemoveRequest { Site = parsed.GetValue(site)!, Unreachable = parsed.GetValue(unreachable) }, ct));
        return command;
    }
}
