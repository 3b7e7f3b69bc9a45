namespace ClusterSetSuite.Lab.Cilium.Mesh;

/// <summary>The remote clusters that a folder of etcd client files configures; follows the folder as Kubernetes rewrites it.</summary>
public sealed class RemoteClusters(string folder, TimeProvider time, Func<string, CancellationToken, Task<string?>>? resolve = null) : IDisposable
{
    private readonly Dictionary<string, RemoteCluster> _remotes = [];

    /// <summary>All that are configured.</summary>
    public IReadOnlyCollection<RemoteCluster> All => _remotes.Values;

    /// <summary>Takes up what the folder says now and looks at every remote cluster once.</summary>
    /// <returns>Names of those that are no longer configured.</returns>
    public async Task<IReadOnlyList<string>> Look(LocalCluster local, CancellationToken ct)
    {
        var wanted = Configured(local.Name);
        var gone = _remotes.Where(remote => wanted.GetValueOrDefault(remote.Key) != remote.Value.File).Select(remote => remote.Key).ToList();
        foreach (var name in gone)
        {
            _remotes[name].Dispose();
            _remotes.Remove(name);
        }

        foreach (var (name, file) in wanted.Where(file => !_remotes.ContainsKey(file.Key)))
            _remotes[name] = new RemoteCluster(name, file, folder, local, time, resolve);
        await Task.WhenAll(_remotes.Values.Select(remote => remote.Look(ct)));
        return gone.Where(name => !wanted.ContainsKey(name)).ToList();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var remote in _remotes.Values)
            remote.Dispose();
    }

    // The same folder holds the identities; the cluster's own name is skipped as by the real agent, so that one Secret can serve all sites.
    private Dictionary<string, string> Configured(string own) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path) is not (".key" or ".crt") && Path.GetFileName(path) is var name && name[0] != '.' && name != own)
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
        : [];
}
