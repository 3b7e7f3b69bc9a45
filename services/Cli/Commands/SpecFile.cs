using System.CommandLine;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>The spec that the user names: a file, or <c>-</c> for stdin.</summary>
internal sealed class SpecFile
{
    private readonly Option<string> file = new("--file", "-f")
    {
        Description = "The spec, YAML or JSON; - for stdin.",
        Required = true,
    };

    public void AddTo(Command command) => command.Options.Add(file);

    /// <summary>The text and the spec.</summary>
    /// <exception cref="CliException">It can not be read, or has faults: all of them are in the message.</exception>
    public async Task<(string Text, ClusterSetSpec Spec)> Read(ParseResult parsed, CancellationToken ct)
    {
        var text = await ReadText(parsed.GetValue(file)!, ct);
        var result = SpecDocument.Read(text);
        return result.Spec is { } spec ? (text, spec) : throw new CliException(string.Join('\n', result.Faults), ExitCodes.BadInput);
    }

    private static async Task<string> ReadText(string path, CancellationToken ct)
    {
        try
        {
            return path == "-" ? await Console.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"--file {path}: {e.Message}", ExitCodes.BadInput);
        }
    }
}
