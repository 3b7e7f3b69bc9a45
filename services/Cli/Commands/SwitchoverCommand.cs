using System.CommandLine;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset switchover</c>: moves the primary to another site while all is well.</summary>
internal static class SwitchoverCommand
{
    public static Command Build()
    {
        var (name, to, handing) = (SetArgument.New(), new Option<string>("--to") { Description = "The site that shall have the primary.", Required = true }, new HandingOver());
        var maxLag = new Option<string>("--max-lag") { Description = "How far the target may be behind, for example 10s.", DefaultValueFactory = _ => "10s" };
        var timeout = new Option<string>("--timeout") { Description = "How long the switch may wait before everything is put back, for example 30s.", DefaultValueFactory = _ => "30s" };
        var invalidate = new Option<string[]>("--invalidate") { Description = "A site whose replica is lost: the set goes on without it. May be given several times." };
        var command = new Command("switchover", "Move the primary to another site; nothing is lost, or nothing is changed.") { name, to, maxLag, timeout, invalidate };
        handing.AddTo(command);
        command.SetAction((parsed, ct) => handing.Run(
            parsed,
            parsed.GetValue(name)!,
            "switchover",
            new SwitchoverRequest
            {
                To = parsed.GetValue(to)!, MaxLag = parsed.GetValue(maxLag)!, Timeout = parsed.GetValue(timeout)!, Invalidate = parsed.GetValue(invalidate) ?? [],
            },
            ct));
        return command;
    }
}
