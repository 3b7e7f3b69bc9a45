using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>What a cluster has executed, and how that compares with the primary cluster.</summary>
internal static class Transactions
{
    /// <summary>Adds the transaction values to an entry; false when the cluster has transactions that the primary has not.</summary>
    public static async Task<bool> Write(Document entry, ClusterSetAccess access, ClusterState cluster, int extended, CancellationToken ct)
    {
        if (cluster.Availability == Availability.Unreachable)
        {
            if (extended > 0)
                entry["transactionSet"] = null;
            return true;
        }

        var server = (cluster.Primary ?? cluster.Source)!.Server!;
        var executed = await server.Executed(ct);
        if (extended > 0)
            entry["transactionSet"] = executed;
        if (cluster.Record.IsPrimary || access.PrimaryCluster.Primary?.Server is not { } primary)
            return true;
        // The replica is read first: what arrives meanwhile can only be missing, never errant.
        var reference = await primary.Executed(ct);
        var errant = await primary.Subtract(executed, reference, ct);
        if (extended > 0)
        {
            entry["transactionSetErrantGtidSet"] = errant;
            entry["transactionSetMissingGtidSet"] = await primary.Subtract(reference, executed, ct);
        }

        if (errant.Length > 0)
        {
            entry["transactionSetConsistencyStatus"] = "INCONSISTENT";
            entry["transactionSetConsistencyStatusText"] = $"There are {Gtids.Count(errant)} transactions that were executed in this instance that did not originate from the PRIMARY.";
        }
        else if (extended > 0)
        {
            entry["transactionSetConsistencyStatus"] = "OK";
        }

        return errant.Length == 0;
    }
}
