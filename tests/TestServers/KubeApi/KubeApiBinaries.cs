namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>The programs of the lab's cache that make a Kubernetes API: etcd and kube-apiserver.</summary>
public sealed class KubeApiBinaries
{
    private KubeApiBinaries(string folder) => (Etcd, ApiServer) = (Path.Combine(folder, "etcd"), Path.Combine(folder, "kube-apiserver"));

    /// <summary>Path of etcd.</summary>
    public string Etcd { get; }

    /// <summary>Path of kube-apiserver.</summary>
    public string ApiServer { get; }

    /// <summary>Why tests that need a real API server can not run here; null when they can.</summary>
    public static string? SkipReason =>
        File.Exists(Path.Combine(Folder, "etcd")) && File.Exists(Path.Combine(Folder, "kube-apiserver"))
            ? null
            : $"no etcd and kube-apiserver in the lab's cache ({Folder}); build them with deploy/lab";

    /// <summary>True when a test must skip (never under <c>CI=true</c>, where <see cref="Find"/> then fails the test).</summary>
    public static bool MustSkip => SkipReason is not null && Environment.GetEnvironmentVariable("CI") != "true";

    private static string Folder => Path.Combine(SuiteCache.Folder, "lab", "bin");

    /// <summary>Finds the programs.</summary>
    /// <exception cref="InvalidOperationException">The cache does not have them.</exception>
    public static KubeApiBinaries Find() => SkipReason is { } reason ? throw new InvalidOperationException(reason) : new KubeApiBinaries(Folder);
}
