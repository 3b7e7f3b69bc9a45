using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.DetachReplica;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Lets the set go of a replica cluster without dissolving its group; runs where the set's primary is.</summary>
public sealed class DetachReplica(AdminCalls admin, ClusterLook look, IServers servers) : IStep<Command>
{
    // AdminAPI takes cluster names without regard to case.
    private const string Member = """
        SELECT member_role role, invalidated invalidated FROM mysql_innodb_cluster_metadata.v2_cs_members WHERE LOWER(cluster_name) = LOWER(@name)
        """;

    // A set lets go of no cluster that a router follows; rows of pods that are long gone count too. What AdminAPI's setRoutingOption(router, 'target_cluster', null) does, which its command line lacks.
    private const string FollowPrimary = """
        UPDATE mysql_innodb_cluster_metadata.routers SET options = JSON_REMOVE(options, '$.target_cluster')
        WHERE options->>'$.target_cluster' = (SELECT group_name FROM mysql_innodb_cluster_metadata.v2_gr_clusters WHERE LOWER(cluster_name) = LOWER(@name))
        """;

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var primary = view.NeedPrimary();
        if (!primary.HasMetadata || view.SetMember is not { } member)
            return StepState.IsDone(); // the whole set is gone already
        if (member.SetName != command.SetName)
            return StepState.IsUnsafe($"cluster {command.Cluster.Name} is in ClusterSet {member.SetName}", $"the spec names {command.SetName}");
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        var found = await sql.Query(Member, new Dictionary<string, object?> { ["@name"] = command.ReplicaName }, ct);
        return Decide(command, member.SetRole, found is [var row, ..] ? row["role"] : null);
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await look.At(command.Cluster, ct)).NeedPrimary().Pod;
        await using (var sql = await servers.Open(command.Cluster, primary, ct))
            await sql.Execute(FollowPrimary, new Dictionary<string, object?> { ["@name"] = command.ReplicaName }, ct);
        // dissolve=false (from 9.0 on): the group stays, and with it a cluster that can go on by itself.
        string[] call = ["clusterset", "removeCluster", command.ReplicaName, "--dissolve=false", "--timeout=60", .. command.Unreachable ? ["--force"] : (string[])[]];
        var result = await admin.Run(command.Cluster, primary, ct, call);
        if (!result.Ok && result.Code != ShellCodes.NoSuchClusterSet) // Verify tells whether it is gone
            throw Explained(admin.Failure(result, command.Cluster, primary, call), command);
    }

    /// <summary>What is to be done, by the set's metadata.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ownRole">The role of the cluster that is asked.</param>
    /// <param name="role">The role of the cluster that shall go; null where the set has none of that name; empty where it is invalidated.</param>
    internal static StepState Decide(Command command, string? ownRole, string? role) => role switch
    {
        null => StepState.IsDone(),
        "PRIMARY" => StepState.IsUnsafe($"{command.ReplicaName} is the primary of ClusterSet {command.SetName}", "move the primary to another site first (clusterset switchover), or dissolve the set"),
        _ when ownRole != "PRIMARY" => StepState.IsUnsafe($"{command.Cluster.Name} is not the primary cluster of {command.SetName} now", "look at clusterset status; ask again when the primary is known"),
        _ => StepState.Needs($"{command.ReplicaName} is in ClusterSet {command.SetName}"),
    };

    private static StepFailedException Explained(StepFailedException failure, Command command) => command.Unreachable
        ? failure
        : new(failure.Message, $"{failure.Advice}; when {command.ReplicaName} can not be reached, or its channel is broken for good, ask again with --unreachable", failure.Retriable, failure);
}
