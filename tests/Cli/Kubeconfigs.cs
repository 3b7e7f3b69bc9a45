namespace ClusterSetSuite.Cli.Tests;

/// <summary>Kubeconfigs of clusters that are not there.</summary>
internal static class Kubeconfigs
{
    /// <summary>One with a context for <c>prod</c> and none for <c>dr</c>; its path.</summary>
    public static Task<string> WithProdAlone(string folder) => With(folder, "prod");

    /// <summary>One with a context for <c>prod</c> and one for <c>dr</c>; its path.</summary>
    public static Task<string> WithBoth(string folder) => With(folder, "prod", "dr");

    private static async Task<string> With(string folder, params string[] contexts)
    {
        var path = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(path, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: one, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: me, user: {token: t}}]
            contexts: [{{{string.Join(", ", contexts.Select(Context))}}}]
            """, TestContext.Current.CancellationToken);
        return path;
    }

    private static string Context(string name) => $"{{name: {name}, context: {{cluster: one, user: me}}}}";
}
