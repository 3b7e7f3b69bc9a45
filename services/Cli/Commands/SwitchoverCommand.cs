using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset switchover</c>: moves the primary to another site while all is well.</summary>
internal static class SwitchoverCommand
{
    public static Command Build()
    {
        var (name, to, limits, handing) = (SetArgument.New(), new Option<string>("--to") { Description = "The site that shall have the primary.", Required = true }, new MoveLimits(), new HandingOver());
        var invalidate = new Option<string[]>("--invalidate") { Description = "A site whose replica is lost: the set goes on without it. May be given several times." };
        var command = new Command("switchover", "Move the primary to another site; nothing is lost, or nothing is changed.") { name, to, invalidate };
        limits.AddTo(command);
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(
            parsed,
            parsed.GetValue(name)!,
            "switchover",
            new SwitchoverRequest
            {
                To = parsed.GetValue(to)!, MaxLag = limits.MaxLag(parsed), Timeout = limits.Timeout(parsed), Invalidate = parsed.GetValue(invalidate) ?? [],
            },
            ct));
        return command;
    }
}
