using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset rejoin</c>: takes a site's cluster back into the set as a replica.</summary>
internal static class RejoinCommand
{
    public static Command Build()
    {
        var (name, site, handing) = (SetArgument.New(), new Argument<string>("site") { Description = "The site whose cluster comes back, or whose channel is to be repaired." }, new HandingOver());
        var command = new Command("rejoin", "Take a site's cluster back as a replica, fenced first; refuses one with transactions of its own and lists them. The primary stays where it is.") { name, site };
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(parsed, parsed.GetValue(name)!, "rejoin", new RejoinRequest { Site = parsed.GetValue(site)! }, ct));
        return command;
    }
}
