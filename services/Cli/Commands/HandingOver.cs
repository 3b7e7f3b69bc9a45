using System.CommandLine;
using ClusterSetSuite.Cli.Api;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Hands an operation over and follows it; the same options on every command that does.</summary>
internal sealed class HandingOver
{
    private readonly Option<Guid?> operationId = new("--operation-id")
    {
        Description = "Your own id (a GUID) for the operation: asking twice with the same id is asking once.",
    };

    private readonly Option<bool> noWait = new("--no-wait") { Description = "Hand the operation over, print its id and leave." };

    /// <summary>Who does the work.</summary>
    public SuiteOptions Suite { get; } = new();

    public void AddTo(Command command)
    {
        command.Options.Add(operationId);
        command.Options.Add(noWait);
        Suite.AddTo(command, noWait);
    }

    /// <summary>Hands an operation on a known ClusterSet over and follows it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="set">The ClusterSet's name.</param>
    /// <param name="verb">What to do with it, as in the API's address.</param>
    /// <param name="request">The body.</param>
    /// <param name="ct">The user's interruption.</param>
    /// <returns>The program's exit code.</returns>
    public Task<int> Run(ParseResult parsed, string set, string verb, object request, CancellationToken ct) =>
        Suite.Run(parsed, set, client => Follow(parsed, client, id => client.Ask(set, verb, request, id, ct), ct), ct);

    /// <summary>Asks for an operation under its id and follows it, as the options say.</summary>
    /// <returns>The program's exit code.</returns>
    public async Task<int> Follow(ParseResult parsed, CoordinatorClient client, Func<Guid, Task<Guid>> ask, CancellationToken ct)
    {
        var id = await ask(parsed.GetValue(operationId) ?? Guid.NewGuid());
        if (!parsed.GetValue(noWait))
            return await Output.Follow.ToTheEnd(client, id, ct, Suite.IsEmbedded(parsed));
        Console.WriteLine(id);
        return ExitCodes.Ok;
    }
}
