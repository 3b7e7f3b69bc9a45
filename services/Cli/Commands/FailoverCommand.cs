using System.CommandLine;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Requests;

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
            return await handing.Suite.Run(
                parsed,
                set,
                async client =>
                {
                    var detector = (await client.ClusterSet(set, ct))?.Health.Detector;
                    var evidence = await client.FailoverEvidence(set, target, ct);
                    Evidence.Print(evidence, Console.Out);
                    if (evidence.Refusals.Count > 0)
                        throw new CliException("Nothing was changed.", ExitCodes.Failed);
                    var request = new FailoverRequest { To = target, Confirm = Confirmation.Of(parsed.GetValue(confirm), set), Timeout = parsed.GetValue(timeout)! };
                    return detector is { Enforced: true }
                        ? await Approval.Run(client, set, request, ct)
                        : await handing.Follow(parsed, client, id => client.Ask(set, "failover", request, id, ct), ct);
                },
                ct);
        });
        return command;
    }
}
