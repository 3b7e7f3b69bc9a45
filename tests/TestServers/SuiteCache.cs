namespace ClusterSetSuite.TestServers;

/// <summary>Where downloads and built images are kept between runs, outside the checkout.</summary>
public static class SuiteCache
{
    public static string Folder =>
        Environment.GetEnvironmentVariable("CLUSTERSET_CACHE") is { Length: > 0 } own
            ? own
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                    ? xdg
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "clusterset-suite");
}
