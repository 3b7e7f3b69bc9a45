using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster describe</c>: what is registered, without looking at it.</summary>
internal sealed class ClusterDescribe : IOperation
{
    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct, repair: true);
        return Write(access.Metadata, access.Cluster);
    }

    public static Document Write(Snapshot metadata, ClusterRecord cluster) => new()
    {
        ["clusterName"] = cluster.Name,
        ["defaultReplicaSet"] = new Document { ["name"] = "default", ["topology"] = Topology(metadata, cluster), ["topologyMode"] = "Single-Primary" },
    };

    public static List<object?> Topology(Snapshot metadata, ClusterRecord cluster) =>
    [
        .. metadata.InstancesOf(cluster).Select(i => new Document { ["address"] = i.Address, ["label"] = i.Label, ["role"] = "HA" }),
    ];
}
