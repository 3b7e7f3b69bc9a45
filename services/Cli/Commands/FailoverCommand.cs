using System.CommandLine;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset failover</c>: makes another site the primary because the old one is lost.</summary>
internal static class FailoverCommand
{
    public static Command Build()
    {
        var (name, to, handing) = (SetArgument.New(), new Option<string>("--to") { Description = "The site that shall have the primary.", Required = true }, new HandingOver());
        var confirm = Confirmation.Option();
        var timeout = new Option<string>("--timeout") { Description = "How long the promotion may wait for transactions to be applied, for example 60s.", DefaultValueFactory = _ => "60s" };
        var command = new Command("failover", "Make another site the primary because the old one is lost; shows the evidence and the estimated loss first.") { name, to, confirm, timeout };
        handing.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var (set, target) = (parsed.GetValue(name)!, parsed.GetValue(to)!);
            AutomationView? detector;
            using (var client = handing.Client(parsed))
            {
                detector = (await client.ClusterSet(set, ct))?.Health.Detector;
                var evidence = await client.FailoverEvidence(set, target, ct);
                Evidence.Print(evidence, Console.Out);
                if (evidence.Refusals.Count > 0)
                    throw new CliException("Nothing was changed.", ExitCodes.Failed);
            }

            var typed = Confirmation.Of(parsed.GetValue(confirm), set);
            if (detector is { Enforced: true })
                return await Approval.Run(handing.Client(parsed), set, new() { To = target, Confirm = typed }, ct);
            return await handing.Run(parsed, set, "failover", new FailoverRequest { To = target, Confirm = typed, Timeout = parsed.GetValue(timeout)! }, ct);
        });
        return command;
    }
}
