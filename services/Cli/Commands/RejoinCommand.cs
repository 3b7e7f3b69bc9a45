using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset rejoin</c>: takes a site's cluster back into the set as a replica.</summary>
internal static class RejoinCommand
{
    public static Command Build()
    {
        var (name, site, handing) = (SetArgument.New(), new Argument<string>("site") { Description = "The site whose cluster comes back, or whose channel is to be repaired." }, new HandingOver());
        var clone = new Option<bool>("--clone") { Description = "Give the site's data up, and make it anew by clone from the primary; asks for the ClusterSet's name." };
        var confirm = Confirmation.Option();
        var command = new Command("rejoin", "Take a site's cluster back as a replica, fenced first; refuses one with transactions of its own and lists them. The primary stays where it is.") { name, site, clone, confirm };
        handing.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var (set, back, anew) = (parsed.GetValue(name)!, parsed.GetValue(site)!, parsed.GetValue(clone));
            if (anew && parsed.GetValue(confirm) is null)
                Console.Out.WriteLine($"The data of {back} will be replaced by the primary's; transactions that only {back} has are lost.");
            var request = new RejoinRequest { Site = back, ByClone = anew, Confirm = anew ? Confirmation.Of(parsed.GetValue(confirm), set) : "" };
            return handing.Run(parsed, set, "rejoin", request, ct);
        });
        return command;
    }
}
