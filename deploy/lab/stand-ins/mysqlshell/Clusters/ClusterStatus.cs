using ClusterSetSuite.Lab.MySqlShell.ClusterSets;
using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster status</c>.</summary>
internal sealed class ClusterStatus : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["extended"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct, repair: true);
        var cluster = access.State;
        var extended = shell.Arguments.Text("extended") is "" or "true" ? 1 : shell.Arguments.Text("extended") is "false" ? 0 : shell.Arguments.Number("extended") ?? 0;
        var (status, text) = ClusterHealth.Of(cluster);
        var document = new Document
        {
            ["clusterName"] = cluster.Name,
            ["defaultReplicaSet"] = new Document
            {
                ["name"] = "default",
                ["primary"] = cluster.PrimaryMember?.Address,
                ["ssl"] = "REQUIRED",
                ["status"] = status,
                ["statusText"] = text,
                ["topology"] = await ClusterHealth.Topology(cluster, extended, ct),
                ["topologyMode"] = "Single-Primary",
            },
            ["groupInformationSourceMember"] = cluster.Source?.Address,
        };
        if (access.InSet)
            await AddSet(document, access, ct);
        return document;
    }

    private static async Task AddSet(Document document, ClusterAccess access, CancellationToken ct)
    {
        document["domainName"] = access.Metadata.Set!.Name;
        document["clusterRole"] = access.Cluster.IsPrimary ? "PRIMARY" : "REPLICA";
        if (access.Cluster.IsPrimary)
            return;
        var primary = access.Metadata.PrimaryCluster is { } record ? await ClusterState.Probe(access.Shell, access.Metadata, record, ct) : null;
        document["clusterSetReplicationStatus"] = await ChannelStatus.Of(access.State, primary, ct);
        if (primary?.PrimaryMember is { } globalPrimary)
            document["metadataServer"] = globalPrimary.Address;
    }
}
