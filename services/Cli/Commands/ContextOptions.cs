using System.CommandLine;
using ClusterSetSuite.Cli.Embedded;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Which kubeconfig context belongs to which site, for <c>--embedded</c>.</summary>
internal sealed class ContextOptions
{
    private readonly Option<FileInfo?> kubeconfig = new("--kubeconfig") { Description = "With --embedded: the kubeconfig; default KUBECONFIG, else ~/.kube/config." };

    private readonly Option<string[]> contexts = new("--context")
    {
        Description = "With --embedded: site=context, once for each site whose context is not named like the site.",
    };

    private readonly Option<string?> settings = new("--settings") { Description = "With --embedded: a JSON file with settings for the agents, as in deploy/examples/embedded.json." };

    public void AddTo(Command command)
    {
        command.Options.Add(kubeconfig);
        command.Options.Add(contexts);
        command.Options.Add(settings);
        command.Validators.Add(result =>
        {
            foreach (var text in result.GetValue(contexts) ?? [])
            {
                if (text.Split('=') is not [{ Length: > 0 }, { Length: > 0 }])
                    result.AddError($"--context {text}: write site=context");
            }
        });
    }

    public EmbeddedOptions Read(ParseResult parsed) => new()
    {
        Kubeconfig = (parsed.GetValue(kubeconfig)?.FullName ?? Environment.GetEnvironmentVariable("KUBECONFIG")) is { Length: > 0 } path
            ? path
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config"),
        Contexts = (parsed.GetValue(contexts) ?? []).Select(text => text.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
        SettingsFile = parsed.GetValue(settings),
    };
}
