using System.CommandLine;
using System.CommandLine.Parsing;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Embedded;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Who does the work: a Coordinator, or this process. The same options on every command that runs an operation.</summary>
internal sealed class SuiteOptions
{
    private readonly CoordinatorOptions coordinator = new();
    private readonly ContextOptions contexts = new();
    private readonly Option<bool> embedded = new("--embedded") { Description = "Run Coordinator and agents in this process, with one kubeconfig context for each site." };

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="noWait">The command's option to leave before the operation has ended, which goes with a Coordinator alone.</param>
    public void AddTo(Command command, Option<bool>? noWait = null)
    {
        command.Options.Add(embedded);
        coordinator.AddTo(command);
        contexts.AddTo(command);
        if (noWait is null)
            return;
        command.Validators.Add(result =>
        {
            if (IsEmbedded(result) && result.GetValue(noWait))
                result.AddError("--no-wait goes without --embedded: the embedded Coordinator ends with this process.");
        });
    }

    /// <summary>With <c>--embedded</c> a ClusterSet must be named: each has a database of its own, and operations are found by it.</summary>
    public void WantSet(Command command, Argument target) => command.Validators.Add(result =>
    {
        if (IsEmbedded(result) && (result.GetResult(target)?.Tokens is not [{ Value: var text }] || Guid.TryParse(text, out _)))
            result.AddError("with --embedded, name the ClusterSet; where an operation is wanted, its last one is taken.");
    });

    public bool IsEmbedded(ParseResult parsed) => parsed.GetValue(embedded);

    /// <summary>The same, while the command line is still being checked.</summary>
    public bool IsEmbedded(CommandResult result) => result.GetValue(embedded);

    /// <summary>Lets work on a spec be done with a client, and ends what was started for it.</summary>
    public Task<int> Run(ParseResult parsed, ClusterSetSpec spec, Func<CoordinatorClient, Task<int>> work, CancellationToken ct) =>
        Run(parsed, () => EmbeddedSuite.Start(spec, contexts.Read(parsed), ct), work);

    /// <summary>Lets work on a ClusterSet that is known already be done with a client, and ends what was started for it.</summary>
    /// <exception cref="CliException">This machine's embedded runs know no such ClusterSet.</exception>
    public Task<int> Run(ParseResult parsed, string set, Func<CoordinatorClient, Task<int>> work, CancellationToken ct) =>
        Run(parsed, () => EmbeddedSuite.Start(set, contexts.Read(parsed), ct), work);

    /// <summary>Lets somebody look at a known ClusterSet: its sites are asked and nothing is changed, and what was cut off does not go on.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="set">The ClusterSet; none only where <see cref="WantSet"/> has refused that when embedded.</param>
    /// <param name="work">What is done with the client.</param>
    /// <param name="ct">The user's interruption.</param>
    /// <exception cref="CliException">This machine's embedded runs know no such ClusterSet.</exception>
    public Task<int> Look(ParseResult parsed, string? set, Func<CoordinatorClient, Task<int>> work, CancellationToken ct) =>
        Run(parsed, () => EmbeddedSuite.Look(set!, contexts.Read(parsed), ct), work);

    /// <summary>Lets somebody read what is kept of a known ClusterSet; no site is asked.</summary>
    /// <inheritdoc cref="Look" path="/param"/>
    /// <exception cref="CliException">This machine's embedded runs know no such ClusterSet.</exception>
    public Task<int> Read(ParseResult parsed, string? set, Func<CoordinatorClient, Task<int>> work, CancellationToken ct) =>
        Run(parsed, () => EmbeddedSuite.Read(set!, contexts.Read(parsed), ct), work);

    private async Task<int> Run(ParseResult parsed, Func<Task<EmbeddedSuite>> start, Func<CoordinatorClient, Task<int>> work)
    {
        if (!IsEmbedded(parsed))
        {
            using var client = coordinator.Client(parsed);
            return await work(client);
        }

        await using var suite = await start();
        return await work(suite.Client);
    }
}
