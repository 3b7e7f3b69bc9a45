using System.CommandLine;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset status</c>: shows the ClusterSets that the Coordinator knows, or one of them, as their sites observe them now.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var suite = new SuiteOptions();
        var name = new Argument<string?>("name") { Description = "A ClusterSet's name; none lists all.", Arity = ArgumentArity.ZeroOrOne };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show it again every second, until interrupted." };
        var format = OutputFormat.Option();
        var command = new Command("status", "Show who takes writes, the clusters, their lag and what is wrong.") { name, watch, format };
        suite.AddTo(command);
        suite.WantSet(command, name);
        command.SetAction((parsed, ct) => suite.Look(
            parsed,
            parsed.GetValue(name),
            async client =>
            {
                var (wanted, asJson, again) = (parsed.GetValue(name), parsed.GetValue(format), parsed.GetValue(watch));
                if (suite.IsEmbedded(parsed) && (await One(client, wanted!, ct)).LastOperation is { EndedAt: null } cutOff)
                    await Console.Error.WriteLineAsync($"{cutOff.Kind} of {wanted} was cut off, and nobody works on it now; it goes on with: clusterset resume {wanted} --embedded");
                return wanted is null
                    ? await Show(client.ClusterSets, Tables.ClusterSets, asJson, again, ct)
                    : await Show(token => One(client, wanted, token), Tables.ClusterSet, asJson, again, ct);
            },
            ct));
        return command;
    }

    private static async Task<ClusterSetView> One(CoordinatorClient client, string name, CancellationToken ct) =>
        await client.ClusterSet(name, ct) ?? throw new CliException($"There is no ClusterSet '{name}'; `clusterset status` lists them.", ExitCodes.BadInput);

    private static async Task<int> Show<T>(Func<CancellationToken, Task<T>> look, Func<T, IRenderable> table, OutputFormat format, bool again, CancellationToken ct)
    {
        if (again)
            return await Watch.Run(look, format, table, ct);
        format.Write(await look(ct), table);
        return ExitCodes.Ok;
    }
}
