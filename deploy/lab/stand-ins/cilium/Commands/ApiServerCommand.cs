using System.Text.Json;
using ClusterSetSuite.Lab.Cilium.Etcd;
using ClusterSetSuite.Lab.Cilium.Kubernetes;
using ClusterSetSuite.Lab.Cilium.Mesh;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>clustermesh-apiserver clustermesh</c>: publishes this cluster's description and nodes in the etcd beside it.</summary>
public static class ApiServerCommand
{
    public const string IdentityFolder = "/var/lib/cilium/etcd-secrets";

    public static async Task<int> Run(Arguments args, CancellationToken ct)
    {
        var local = new LocalCluster(args["cluster-name"], args.Number("cluster-id"), args.Number("max-connected-clusters"));
        using var api = Api.Connect();
        await Api.Repeat(
            TimeSpan.FromSeconds(2),
            async () =>
            {
                using var etcd = OwnEtcd(args);
                var nodes = await api.CoreV1.ListNodeAsync(cancellationToken: ct);
                await Publish(etcd, local, Published(local, nodes.Items), ct);
            },
            ct);
        return 0;
    }

    /// <summary>A client of the etcd in the same pod, by the administrator's certificate.</summary>
    public static EtcdClient OwnEtcd(Arguments args)
    {
        var files = new EtcdFiles(
            new Uri(args["kvstore-endpoint"]), $"{IdentityFolder}/etcd-client-ca.crt", $"{IdentityFolder}/etcd-client.crt", $"{IdentityFolder}/etcd-client.key");
        return new EtcdClient(files.Endpoint, EtcdTls.Handler(files, null));
    }

    /// <summary>Makes etcd say what the cluster is: nodes first, the description last, so that whoever finds it finds the nodes too.</summary>
    public static async Task Publish(EtcdClient etcd, LocalCluster local, IReadOnlyList<MeshNode> nodes, CancellationToken ct)
    {
        var wanted = nodes.ToDictionary(node => Keys.Nodes(local.Name) + node.Name, node => JsonSerializer.Serialize(node));
        await Replace(etcd, Keys.Nodes(local.Name), wanted, ct);
        var config = new ClusterConfig { Id = local.Id, Capabilities = new ClusterCapabilities(true, local.MaxConnectedClusters, false) };
        await etcd.Put(Keys.ClusterConfig(local.Name), JsonSerializer.Serialize(config), ct);
    }

    /// <summary>Makes the keys below a prefix equal to what is wanted.</summary>
    public static async Task Replace(EtcdClient etcd, string prefix, IReadOnlyDictionary<string, string> wanted, CancellationToken ct)
    {
        var present = await etcd.Range(prefix, ct);
        foreach (var (key, value) in wanted.Where(pair => present.GetValueOrDefault(pair.Key) != pair.Value))
            await etcd.Put(key, value, ct);
        foreach (var key in present.Keys.Where(key => !wanted.ContainsKey(key)))
            await etcd.Delete(key, ct);
    }

    private static List<MeshNode> Published(LocalCluster local, IEnumerable<V1Node> nodes) =>
    [
        .. from node in nodes
           let cidr = Nodes.PodCidr(node)
           let address = Nodes.InternalIps(node).FirstOrDefault()
           where cidr is not null && address is not null
           select new MeshNode(node.Name(), local.Name, local.Id, address, cidr),
    ];
}
