using System.CommandLine;
using ClusterSetSuite.Cli.Api;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Where the Coordinator is; the same options on every command that asks it.</summary>
internal sealed class CoordinatorOptions
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private readonly Option<Uri> url = new("--coordinator")
    {
        Description = $"The Coordinator's address; default CLUSTERSET_COORDINATOR, else {DefaultUrl}.",
        CustomParser = result => Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : Refuse(result),
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("CLUSTERSET_COORDINATOR") ?? DefaultUrl),
    };

    private readonly Option<FileInfo?> tokenFile = new("--token-file")
    {
        Description = "A file with the bearer token, where the Coordinator wants one; default CLUSTERSET_TOKEN_FILE.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CLUSTERSET_TOKEN_FILE") is { Length: > 0 } path ? new FileInfo(path) : null,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(tokenFile);
    }

    public CoordinatorClient Client(ParseResult parsed)
    {
        var file = parsed.GetValue(tokenFile);
        if (file is { Exists: false })
            throw new CliException($"--token-file {file.FullName}: there is no such file", ExitCodes.BadInput);
        return new(parsed.GetValue(url)!, file is null ? null : File.ReadAllText(file.FullName).Trim());
    }

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--coordinator {result.Tokens.Single().Value}: give an address such as {DefaultUrl}");
        return null;
    }
}
