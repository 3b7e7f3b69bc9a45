using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Clears away what a killed createReplicaCluster left, which would make every later one fail; AdminAPI clears up only after errors that it sees itself.</summary>
public sealed class HalfMadeReplica(AdminCalls admin, IServers servers, IStepProgress progress)
{
    // Alone in its group, and not fed by the set: nothing that anybody works with.
    private const string Group = """
        SELECT (SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE MEMBER_STATE IN ('ONLINE', 'RECOVERING')) AS members,
               (SELECT COUNT(*) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = 'clusterset_replication' AND SERVICE_STATE = 'ON') AS channels
        """;

    /// <summary>Does nothing where the metadata has no cluster of that name outside the set, and the target is not given up.</summary>
    /// <exception cref="StepRefusedException">The target's group is more than a leftover.</exception>
    public async Task CleanUp(Contracts.Steps.CreateReplicaCluster command, string primary, SetMetadata seen, CancellationToken ct)
    {
        if (seen.InSet || (seen.ClusterId is null && !command.IsGivenUp))
            return;
        progress.Report($"clearing away what is left of {command.ReplicaName}");
        var rows = await admin.Rows(command.Cluster, primary, command.ReplicaHost, Group, ct);
        if (rows[0]["members"] is not ("0" or "1"))
            throw new StepRefusedException(
                $"{command.ReplicaHost} is in a group of {rows[0]["members"]} servers that ClusterSet {command.SetName} does not know as {command.ReplicaName}",
                "look at that cluster and dissolve it when nobody needs it, then resume");
        if (rows[0]["members"] == "1")
            await StopGroup(command, primary, ct);
        if (seen.ClusterId is { } id)
            await Forget(command.Cluster, primary, id, ct);
    }

    private async Task StopGroup(Contracts.Steps.CreateReplicaCluster command, string primary, CancellationToken ct)
    {
        foreach (var statement in (string[])["STOP GROUP_REPLICATION", "SET PERSIST group_replication_start_on_boot = OFF"])
        {
            var result = await admin.Sql(command.Cluster, primary, command.ReplicaHost, statement, ct);
            if (!result.Ok)
                throw new StepFailedException($"{command.ReplicaHost}: {statement}: {result.Message}", "it is tried again", retriable: true);
        }
    }

    // The two rows that createCluster writes before the set's own row; the replica's name would else stay taken for ever.
    private async Task Forget(LocalCluster cluster, string primary, string clusterId, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, primary, ct);
        var parameters = new Dictionary<string, object?> { ["@id"] = clusterId };
        await sql.Execute("DELETE FROM mysql_innodb_cluster_metadata.instances WHERE cluster_id = @id", parameters, ct);
        await sql.Execute("DELETE FROM mysql_innodb_cluster_metadata.clusters WHERE cluster_id = @id", parameters, ct);
    }
}
