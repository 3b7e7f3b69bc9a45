namespace ClusterSetSuite.TestServers;

/// <summary>The checkout that the tests were built in.</summary>
public static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in it, from its root.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Suite.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository"));
}
