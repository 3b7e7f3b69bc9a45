namespace ClusterSetSuite.Cli.Embedded;

/// <summary>What <c>--embedded</c> needs to know.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>The kubeconfig file.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>Site name to context name, where they differ.</summary>
    public required IReadOnlyDictionary<string, string> Contexts { get; init; }

    /// <summary>A JSON file with settings for the agents, or null.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>The context of a site.</summary>
    public string ContextOf(string site) => Contexts.GetValueOrDefault(site, site);
}
