using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset status</c>.</summary>
internal sealed class ClusterSetStatus : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["extended"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterSetAccess.Get(shell, ct, offlineAllowed: true);
        await access.WarnOfStoppedChannels(ct);
        var extended = shell.Arguments.Number("extended") ?? 0;
        if (extended is < 0 or > 3)
            throw new ShellException($"ArgumentError: Argument #1: Invalid value '{extended}' for option 'extended'. It must be an integer in the range [0, 3].");
        var clusters = new Document();
        foreach (var cluster in access.Clusters)
            clusters[cluster.Name] = await ClusterEntry.Write(access, cluster, extended, ct);
        var (status, text) = Overall(access, clusters);
        var document = new Document
        {
            ["clusters"] = clusters,
            ["domainName"] = access.Set.Name,
            ["globalPrimaryInstance"] = access.PrimaryCluster is { IsAvailable: true, IsFenced: false } up ? up.PrimaryMember?.Address : null,
            ["primaryCluster"] = access.PrimaryCluster.Name,
            ["status"] = status,
            ["statusText"] = text,
        };
        if (extended > 0)
            document["metadataServer"] = access.PrimaryCluster.Primary?.Address ?? shell.Session.Address;
        return document;
    }

    private static (string Status, string Text) Overall(ClusterSetAccess access, Document clusters) => access.PrimaryCluster switch
    {
        { Availability: Availability.Unreachable } => ("UNAVAILABLE", "Primary Cluster is not reachable from the Shell, assuming it to be unavailable."),
        { IsAvailable: false } => ("UNAVAILABLE", "Primary Cluster is not available. ClusterSet availability may be restored by restoring the Primary Cluster or failover."),
        { IsFenced: true } => ("UNAVAILABLE", "Primary Cluster is fenced from write traffic."),
        _ when clusters.Values.Cast<Document>().Any(entry => entry["globalStatus"] is not "OK") => ("AVAILABLE", "Primary Cluster available, there are issues with a Replica cluster."),
        _ => ("HEALTHY", "All Clusters available."),
    };
}
