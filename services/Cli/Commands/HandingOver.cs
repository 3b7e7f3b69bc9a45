using System.CommandLine;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Output;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Hands an operation on a known ClusterSet over to the Coordinator and follows it; the same options on every command that does.</summary>
internal sealed class HandingOver
{
    private readonly CoordinatorOptions coordinator = new();

    private readonly Option<Guid?> operationId = new("--operation-id")
    {
        Description = "Your own id (a GUID) for the operation: asking twice with the same id is asking once.",
    };

    private readonly Option<bool> noWait = new("--no-wait") { Description = "Hand the operation over, print its id and leave." };

    public void AddTo(Command command)
    {
        command.Options.Add(operationId);
        command.Options.Add(noWait);
        coordinator.AddTo(command);
    }

    public CoordinatorClient Client(ParseResult parsed) => coordinator.Client(parsed);

    /// <summary>Hands over and follows.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="set">The ClusterSet's name.</param>
    /// <param name="verb">What to do with it, as in the API's address.</param>
    /// <param name="request">The body.</param>
    /// <param name="ct">The user's interruption.</param>
    /// <returns>The program's exit code.</returns>
    public async Task<int> Run(ParseResult parsed, string set, string verb, object request, CancellationToken ct)
    {
        using var client = Client(parsed);
        var id = await client.Ask(set, verb, request, parsed.GetValue(operationId) ?? Guid.NewGuid(), ct);
        if (!parsed.GetValue(noWait))
            return await Follow.ToTheEnd(client, id, ct);
        Console.WriteLine(id);
        return ExitCodes.Ok;
    }
}
