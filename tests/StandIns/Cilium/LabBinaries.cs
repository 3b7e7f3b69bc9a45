namespace ClusterSetSuite.Lab.Cilium.Tests;

/// <summary>Programs of the lab's cache.</summary>
internal static class LabBinaries
{
    /// <summary>A program's path, or null where the lab has not been built.</summary>
    public static string? Find(string name)
    {
        var cache = Environment.GetEnvironmentVariable("CLUSTERSET_CACHE") is { Length: > 0 } own
            ? own
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "clusterset-suite");
        var path = Path.Combine(cache, "lab", "bin", name);
        return File.Exists(path) ? path : null;
    }
}
