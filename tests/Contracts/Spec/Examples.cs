namespace ClusterSetSuite.Contracts.Tests.Spec;

internal static class Examples
{
    public static string Mycs => File.ReadAllText(PathOf("deploy/examples/mycs.yaml"));

    public static string PathOf(string inRepository)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Suite.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        return Path.Combine(folder.FullName, inRepository);
    }
}
