using System.CommandLine;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset maintenance</c>, <c>acknowledge</c> and <c>reports</c>: what people say to, and read of, a ClusterSet's detector.</summary>
internal static class AutomationCommands
{
    public static Command Maintenance()
    {
        var (coordinator, name) = (new CoordinatorOptions(), SetArgument.New());
        var length = new Option<string>("--for") { Description = "For how long, for example 30m.", DefaultValueFactory = _ => "1h" };
        var end = new Option<bool>("--end") { Description = "End it now." };
        var command = new Command("maintenance", "Pause automatic failover for a while; guards go on to fence.") { name, length, end };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            await client.AskDetector(parsed.GetValue(name)!, "maintenance", new MaintenanceRequest { For = parsed.GetValue(end) ? "0s" : parsed.GetValue(length)! }, ct);
            Console.WriteLine(parsed.GetValue(end) ? "The maintenance has ended." : $"Nothing fails over by itself for {parsed.GetValue(length)}; end it with: clusterset maintenance {parsed.GetValue(name)} --end");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Acknowledge()
    {
        var (coordinator, name) = (new CoordinatorOptions(), SetArgument.New());
        var command = new Command("acknowledge", "Tell that you have looked at the last automatic failover: another one may follow within the hour.") { name };
        coordinator.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            using var client = coordinator.Client(parsed);
            await client.AskDetector(parsed.GetValue(name)!, "acknowledge", new { }, ct);
            Console.WriteLine("Acknowledged.");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Reports()
    {
        var (suite, name, format) = (new SuiteOptions(), SetArgument.New(), OutputFormat.Option());
        var command = new Command("reports", "Show the reports of the detector's failovers (when, why, RTO, estimated loss) and of drills (how long writes paused).") { name, format };
        suite.AddTo(command);
        command.SetAction((parsed, ct) => suite.Read(
            parsed,
            parsed.GetValue(name),
            async client =>
            {
                var set = parsed.GetValue(name)!;
                parsed.GetValue(format)!.Write(new Output.Reports.All(await client.Promotions(set, ct), await client.Drills(set, ct)), Output.Reports.Table);
                return ExitCodes.Ok;
            },
            ct));
        return command;
    }
}
