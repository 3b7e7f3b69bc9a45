using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>The configuration of an embedded run: the user's settings file and environment below, what embedding fixes on top.</summary>
internal static class EmbeddedSettings
{
    /// <summary>What Coordinator and agents share.</summary>
    public static void AddShared(IConfigurationBuilder configuration, EmbeddedOptions options, EmbeddedState state)
    {
        if (options.SettingsFile is { } file)
            AddFile(configuration, file);
        configuration.AddEnvironmentVariables("CLUSTERSET_");
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["Database:ConnectionString"] = state.ConnectionString,
            ["Bus:Transport"] = "memory",
            ["Api:TokenFile"] = state.TokenFile,
        });
    }

    /// <summary>What one site's agents see.</summary>
    public static IConfiguration ForSite(IConfiguration shared, EmbeddedOptions options, SiteSpec site) => new ConfigurationBuilder()
        .AddConfiguration(shared)
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Site:Name"] = site.Name,
            ["Site:InCluster"] = "false",
            ["Kubernetes:Kubeconfig"] = options.Kubeconfig,
            ["Kubernetes:Context"] = options.ContextOf(site.Name),
        })
        .Build();

    private static void AddFile(IConfigurationBuilder configuration, string file)
    {
        try
        {
            configuration.AddJsonStream(new MemoryStream(File.ReadAllBytes(file)));
            configuration.Build();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CliException($"--settings {file}: {e.InnerException?.Message ?? e.Message}", ExitCodes.BadInput);
        }
    }
}
