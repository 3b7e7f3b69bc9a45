using System.CommandLine;
using ClusterSetSuite.Cli.Api;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>An operation as users name it: by its id, or by its ClusterSet for the last one.</summary>
internal static class OperationArgument
{
    public static Argument<string> New() => new("operation") { Description = "The operation's id, or a ClusterSet's name for its last operation." };

    public static async Task<Guid> Find(string text, CoordinatorClient client, CancellationToken ct)
    {
        if (Guid.TryParse(text, out var id))
            return await client.Operation(id, ct) is null ? throw new CliException($"There is no operation {id}; `clusterset operations` lists them.", ExitCodes.BadInput) : id;
        var set = await client.ClusterSet(text, ct) ?? throw new CliException($"There is no ClusterSet '{text}'; `clusterset status` lists them.", ExitCodes.BadInput);
        return set.LastOperation?.Id ?? throw new CliException($"ClusterSet '{text}' has had no operation.", ExitCodes.BadInput);
    }
}
