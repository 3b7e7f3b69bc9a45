namespace ClusterSetSuite.Cli.Tests;

/// <summary>Kubeconfigs of clusters that are not there.</summary>
internal static class Kubeconfigs
{
    /// <summary>One with a context for <c>prod</c> and none for <c>dr</c>; its path.</summary>
    public static async Task<string> WithProdAlone(string folder)
    {
        var path = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(path, """
            apiVersion: v1
            kind: Config
            clusters: [{name: one, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: me, user: {token: t}}]
            contexts: [{name: prod, context: {cluster: one, user: me}}]
            """, TestContext.Current.CancellationToken);
        return path;
    }
}
