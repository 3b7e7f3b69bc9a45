using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset drill</c>: moves the primary away and back, or cuts its site off, to see that it can be done.</summary>
internal static class DrillCommand
{
    public static Command Build()
    {
        var (name, to, limits, handing) = (SetArgument.New(), new Option<string>("--to") { Description = "The site that shall have the primary for a while, or take over.", Required = true }, new MoveLimits(), new HandingOver());
        var isolate = new Option<bool>("--isolate")
        {
            Description = "Cut the primary's site off from all others instead: the detector replaces it, and the site is taken back as a replica. Nothing takes writes meanwhile. Asks for the ClusterSet's name.",
        };
        var confirm = Confirmation.Option();
        var command = new Command("drill", "Move the primary to another site and, when all is proven there, back, or see it replaced by itself (--isolate); the report is kept (clusterset reports).") { name, to, isolate, confirm };
        limits.AddTo(command);
        handing.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(isolate) && handing.Suite.IsEmbedded(result))
                result.AddError("--isolate goes without --embedded: it takes a detector that goes on watching.");
        });
        command.SetAction((parsed, ct) =>
        {
            var (set, cuts) = (parsed.GetValue(name)!, parsed.GetValue(isolate));
            if (cuts && parsed.GetValue(confirm) is null)
                Console.Out.WriteLine($"The primary's site of {set} will be cut off from all others: nothing takes writes until the detector has replaced it, after the failover delay and some seconds. Nothing is lost: it is fenced before its servers are cut off.");
            var request = new DrillRequest
            {
                To = parsed.GetValue(to)!, MaxLag = limits.MaxLag(parsed), Timeout = limits.Timeout(parsed), Isolate = cuts, Confirm = cuts ? Confirmation.Of(parsed.GetValue(confirm), set) : "",
            };
            return handing.Run(parsed, set, "drill", request, ct);
        });
        return command;
    }
}
