using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>The guards of this site's clusters.</summary>
public interface IGuards
{
    /// <summary>What the guard of this site's cluster in a set still does to its servers, in words; empty when all is left alone, null where there is no guard (it begins some seconds after its cluster was marked, or the agent started).</summary>
    /// <param name="set">The ClusterSet's name.</param>
    IReadOnlyList<string>? HoldOf(string set);

    /// <summary>Has that guard enforce nothing any more; what it did to its servers is taken back in the seconds that follow.</summary>
    /// <param name="set">The ClusterSet's name.</param>
    void Release(string set);

    /// <summary>Keeps clients out of a server while AdminAPI brings it back into its group, for which it makes the server writable for moments.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="pod">The server's pod.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Ends it when disposed of; null where nothing is enforced on the cluster.</returns>
    Task<IDisposable?> KeepShut(LocalCluster cluster, string pod, CancellationToken ct);
}
