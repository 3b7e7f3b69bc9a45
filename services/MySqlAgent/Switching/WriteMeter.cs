using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Switching;

/// <summary>Writes small numbered rows to the old and then to the new primary while the set is switched: what was acknowledged can be looked for afterwards, and the longest gap is the pause.</summary>
public sealed class WriteMeter(IServers servers, TimeProvider time, ILogger<WriteMeter> log)
{
    private static readonly string[] Table =
    [
        "CREATE DATABASE IF NOT EXISTS clusterset_suite",
        "CREATE TABLE IF NOT EXISTS clusterset_suite.switch_rows (token CHAR(36) NOT NULL, number INT NOT NULL, PRIMARY KEY (token, number))",
        "DELETE FROM clusterset_suite.switch_rows",
    ];

    /// <summary>Begins to write; end it with <see cref="RunningMeter.End"/>.</summary>
    /// <param name="cluster">The old primary's cluster.</param>
    /// <param name="pod">Its group's primary.</param>
    /// <param name="peer">The new primary's address; where this process has no route to it, the end of the switch ends the pause.</param>
    /// <param name="token">Marks the rows.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RunningMeter> Begin(LocalCluster cluster, string pod, string peer, string token, CancellationToken ct)
    {
        var old = await servers.Open(cluster, pod, ct);
        try
        {
            foreach (var statement in Table)
                await old.Execute(statement, ct);
            return new RunningMeter(old, await Peer(cluster, peer, ct), token, time, log);
        }
        catch
        {
            await old.DisposeAsync();
            throw;
        }
    }

    private async Task<ISql?> Peer(LocalCluster cluster, string peer, CancellationToken ct)
    {
        try
        {
            return await servers.OpenPeer(cluster, peer, ct);
        }
        catch (Exception e) when (e is MySqlException || Unreachable.Is(e))
        {
            return null;
        }
    }
}
