using System.CommandLine;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Embedded;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Who does the work: a Coordinator, or this process. The same options on every command that runs an operation on a spec.</summary>
internal sealed class SuiteOptions
{
    private readonly CoordinatorOptions coordinator = new();
    private readonly ContextOptions contexts = new();
    private readonly Option<bool> embedded = new("--embedded") { Description = "Run Coordinator and agents in this process, with one kubeconfig context for each site." };

    public void AddTo(Command command)
    {
        command.Options.Add(embedded);
        coordinator.AddTo(command);
        contexts.AddTo(command);
    }

    public bool IsEmbedded(ParseResult parsed) => parsed.GetValue(embedded);

    /// <summary>Lets the work be done with a client, and ends what was started for it.</summary>
    public async Task<int> Run(ParseResult parsed, ClusterSetSpec spec, Func<CoordinatorClient, Task<int>> work, CancellationToken ct)
    {
        if (!IsEmbedded(parsed))
        {
            using var client = coordinator.Client(parsed);
            return await work(client);
        }

        await using var suite = await EmbeddedSuite.Start(spec, contexts.Read(parsed), ct);
        return await work(suite.Client);
    }
}
