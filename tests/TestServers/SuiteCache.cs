namespace ClusterSetSuite.TestServers;

/// <summary>Where downloads and built images are kept between runs, outside the checkout.</summary>
public static class SuiteCache
{
    /// <summary>The folder.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("CLUSTERSET_CACHE") is { Length: > 0 } own
            ? own
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                    ? xdg
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "clusterset-suite");

    /// <summary>A program of the lab, or null where the lab has not been built.</summary>
    public static string? Program(string name) => Path.Combine(Folder, "lab", "bin", name) is var path && File.Exists(path) ? path : null;
}
