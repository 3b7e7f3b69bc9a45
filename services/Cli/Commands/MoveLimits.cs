using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>The limits of a planned move of the primary; the same options on every command that makes one.</summary>
internal sealed class MoveLimits
{
    private readonly Option<string> maxLag = new("--max-lag") { Description = "How far the target may be behind, for example 10s.", DefaultValueFactory = _ => "10s" };

    private readonly Option<string> timeout = new("--timeout") { Description = "How long the switch may wait before everything is put back, for example 30s.", DefaultValueFactory = _ => "30s" };

    public void AddTo(Command command)
    {
        command.Options.Add(maxLag);
        command.Options.Add(timeout);
    }

    public string MaxLag(ParseResult parsed) => parsed.GetValue(maxLag)!;

    public string Timeout(ParseResult parsed) => parsed.GetValue(timeout)!;
}
