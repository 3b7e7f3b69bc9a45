using ClusterSetSuite.Lab.MySqlShell.Clusters;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>Checks that a switchover and a failover have in common.</summary>
internal static class ClusterSetChecks
{
    /// <summary>Refuses when a cluster is not available and not named to be given up; returns those that are given up.</summary>
    public static IReadOnlyCollection<ClusterState> Verify(ClusterSetAccess access, ClusterState target, IReadOnlyList<string> invalidate, IEnumerable<ClusterState> clusters)
    {
        var console = access.Shell.Console;
        List<ClusterState> lost = [];
        foreach (var cluster in clusters.Where(cluster => !cluster.Record.Invalidated))
        {
            var named = invalidate.Contains(cluster.Name, StringComparer.OrdinalIgnoreCase);
            console.Info($"** Checking cluster {cluster.Name}");
            if (cluster is { IsAvailable: true, Primary: not null })
            {
                if (named)
                    throw ShellException.Runtime($"Cluster '{cluster.Name}' is available and can not be invalidated");
                console.Info($"  Cluster '{cluster.Name}' is available");
            }
            else if (named && cluster != target)
            {
                console.Note($"Cluster '{cluster.Name}' is not available and will be invalidated");
                lost.Add(cluster);
            }
            else
            {
                console.Error($"Cluster '{cluster.Name}' is not available. Use the 'invalidateReplicaClusters' option to ignore and invalidate it.");
                throw new ShellException("One or more replica clusters are unavailable", 51613);
            }
        }

        return lost;
    }
}
