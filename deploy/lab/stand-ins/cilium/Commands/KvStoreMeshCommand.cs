using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Etcd;
using ClusterSetSuite.Lab.Cilium.Mesh;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>clustermesh-apiserver kvstoremesh</c>: repeats what the peers' etcds say in the etcd beside it, where the agents read it.</summary>
public static class KvStoreMeshCommand
{
    /// <summary>Where <c>kvstoremesh-dbg status</c> finds the state of this process.</summary>
    public const string StatusFile = "/var/run/cilium/kvstoremesh.json";

    public static async Task<int> Run(Arguments args, CancellationToken ct)
    {
        var local = new LocalCluster(args["cluster-name"], args.Number("cluster-id"), args.Number("max-connected-clusters"));
        using var remotes = new RemoteClusters(args["clustermesh-config"], TimeProvider.System);
        await Api.Repeat(
            TimeSpan.FromSeconds(2),
            async () =>
            {
                var gone = await remotes.Look(local, ct);
                await StatusFiles.Write(StatusFile, remotes.All.Select(remote => remote.Status()), ct);
                using var etcd = ApiServerCommand.OwnEtcd(args);
                foreach (var name in gone)
                    await Forget(etcd, name, ct);
                foreach (var remote in remotes.All)
                    await Repeat(etcd, remote, ct);
            },
            ct);
        return 0;
    }

    /// <summary>Brings the local copy of one remote cluster in step, or removes it when there has been nothing to copy for longer than the grace.</summary>
    public static async Task Repeat(EtcdClient etcd, RemoteCluster remote, CancellationToken ct)
    {
        if (remote.View is not { } view)
        {
            await Forget(etcd, remote.Name, ct);
            return;
        }

        var prefix = Keys.CachedNodes(remote.Name);
        await ApiServerCommand.Replace(etcd, prefix, view.Nodes.ToDictionary(node => prefix + node.Key, node => node.Value), ct);
        var cached = view.Config with { Capabilities = view.Config.Capabilities with { Cached = true } };
        await etcd.Put(Keys.ClusterConfig(remote.Name), JsonSerializer.Serialize(cached), ct);
    }

    private static async Task Forget(EtcdClient etcd, string name, CancellationToken ct)
    {
        await etcd.Delete(Keys.ClusterConfig(name), ct);
        await ApiServerCommand.Replace(etcd, Keys.CachedNodes(name), new Dictionary<string, string>(), ct);
    }
}
