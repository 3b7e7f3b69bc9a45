using System.CommandLine;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Embedded;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset apply</c>: makes a ClusterSet as its spec says and shows how.</summary>
internal static class ApplyCommand
{
    private static readonly Option<Guid?> OperationId = new("--operation-id")
    {
        Description = "Your own id (a GUID) for the operation: asking twice with the same id is asking once.",
    };

    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Hand the operation over, print its id and leave." };

    private static readonly Option<bool> Embedded = new("--embedded") { Description = "Run Coordinator and agents in this process, with one kubeconfig context for each site." };

    public static Command Build()
    {
        var spec = new SpecFile();
        var coordinator = new CoordinatorOptions();
        var contexts = new ContextOptions();
        var command = new Command("apply", "Make a ClusterSet as its spec says; what is there already is adopted.") { OperationId, NoWait, Embedded };
        spec.AddTo(command);
        coordinator.AddTo(command);
        contexts.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Embedded) && result.GetValue(NoWait))
                result.AddError("--no-wait goes without --embedded: the embedded Coordinator ends with this process.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var (text, read) = await spec.Read(parsed, ct);
            if (!parsed.GetValue(Embedded))
            {
                using var client = coordinator.Client(parsed);
                return await Apply(client, read.Name, text, parsed, ct);
            }

            await using var suite = await EmbeddedSuite.Start(read, contexts.Read(parsed), ct);
            return await Apply(suite.Client, read.Name, text, parsed, ct);
        });
        return command;
    }

    private static async Task<int> Apply(CoordinatorClient client, string name, string text, ParseResult parsed, CancellationToken ct)
    {
        var id = await client.Apply(name, text, parsed.GetValue(OperationId) ?? Guid.NewGuid(), ct);
        if (parsed.GetValue(NoWait))
        {
            Console.WriteLine(id);
            return ExitCodes.Ok;
        }

        return await Follow.ToTheEnd(client, id, ct, parsed.GetValue(Embedded));
    }
}
