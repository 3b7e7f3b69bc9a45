using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset drill</c>: moves the primary away and back, to see that it can be done.</summary>
internal static class DrillCommand
{
    public static Command Build()
    {
        var (name, to, limits, handing) = (SetArgument.New(), new Option<string>("--to") { Description = "The site that shall have the primary for a while.", Required = true }, new MoveLimits(), new HandingOver());
        var command = new Command("drill", "Move the primary to another site and, when all is proven there, back; the report is kept (clusterset reports).") { name, to };
        limits.AddTo(command);
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(
            parsed, parsed.GetValue(name)!, "drill", new DrillRequest { To = parsed.GetValue(to)!, MaxLag = limits.MaxLag(parsed), Timeout = limits.Timeout(parsed) }, ct));
        return command;
    }
}
