using System.Globalization;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.CreateReplicaCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes a replica cluster on another site's first server; runs where the set's primary is. By clone, but for a server that has been given the primary's data already (from a backup, or by an attempt that was cut off).</summary>
public sealed class CreateReplicaCluster(
    AdminCalls admin, ClusterLook look, IServers servers, HalfMadeReplica halfMade, CloneDonors donors, CloneProgress clone, Eventually eventually, IStepProgress progress,
    FailoverTimers timers, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        if (view.SetMember is not { } member || member.SetName != command.SetName)
            throw new StepFailedException(
                $"cluster {command.Cluster.Name} is not in ClusterSet {command.SetName}: {view.Summary}", "the ClusterSet must be made first; look at the earlier steps", retriable: true);
        var state = Decide(await Metadata(command, view, ct), command, servers.Address(command.ReplicaHost));
        return state is StepState.Needed && member.SetRole != "PRIMARY"
            ? StepState.IsUnsafe($"{command.Cluster.Name} is not the primary cluster of {command.SetName} now", "make it the primary again (switchover), or provision from the site that is")
            : state;
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var (primary, target) = (view.NeedPrimary().Pod, servers.Address(command.ReplicaHost));
        await halfMade.CleanUp(command, primary, await Metadata(command, view, ct), ct);
        var seconds = ((int)options.Value.CloneLimit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var isIncremental = !command.IsGivenUp && await HasPrimarysData(command, primary, ct);
        using var donor = isIncremental ? null : await Donor(view, primary, ct);
        string[] how = donor is null ? ["--recoveryMethod=incremental"] : ["--recoveryMethod=clone", $"--cloneDonor={donor.Address}"];
        string[] call = ["clusterset", "createReplicaCluster", target, command.ReplicaName, .. how, Heartbeat, $"--timeout={seconds}"];
        var running = admin.RunLong(command.Cluster, primary, ct, call);
        var result = isIncremental ? await running : await clone.During(running, command.ReplicaHost, token => Look(command, primary, token), ct);
        if (result.Ok || result.Code == ShellCodes.NameInUse) // another attempt may have made it meanwhile: Verify looks
            return;
        var failure = admin.Failure(result, command.Cluster, primary, call);
        // The operator may have been starting the group again while it was taken apart (seen on the lab): the next attempt finds it otherwise.
        throw result.Code == ShellCodes.TargetInCluster && command.IsGivenUp ? failure.TriedAgain("it is tried again") : failure;
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is StepState.Done, options.Value.LookInterval, options.Value.SettleLimit, ct);

    // AdminAPI keeps it in the metadata and gives it to every channel that it makes for this cluster. Longer than replica_net_timeout, as the server's own 30 s are, it would have the receiver
    // connect anew again and again where a primary that is fenced writes nothing.
    private string Heartbeat => string.Create(CultureInfo.InvariantCulture, $"--clusterSetReplicationHeartbeatPeriod={timers.ReplicationHeartbeat.TotalSeconds}");

    /// <summary>What the set's metadata says of the replica. AdminAPI writes the set's row last, so the row means that the work was finished.</summary>
    internal static StepState Decide(SetMetadata seen, Command command, string address)
    {
        if (seen is { InSet: true, Invalidated: true })
            return StepState.IsUnsafe($"ClusterSet {command.SetName} has invalidated {command.ReplicaName}", "rejoin it (clusterset rejoinCluster), or remove it from the set, then resume");
        if (seen.InSet)
            return seen.Hosts.Contains(address)
                ? StepState.IsDone()
                : StepState.IsUnsafe(
                    $"ClusterSet {command.SetName} has a cluster {command.ReplicaName} on other servers: {string.Join(", ", seen.Hosts)}", "choose another joinAs in the spec, or remove that cluster from the set");
        if (seen.ClusterId is not null && seen.Hosts.Any(h => h != address))
            return StepState.IsUnsafe($"the name {command.ReplicaName} belongs to a cluster on {string.Join(", ", seen.Hosts)}", "choose another joinAs in the spec");
        if (seen.HostCluster is { } other && seen.ClusterId is null)
            return StepState.IsUnsafe($"{address} is registered as a server of {other}", $"the name in the spec (joinAs) must be {other}, or the server must leave it first");
        return StepState.Needs(seen.ClusterId is null ? $"{command.ReplicaName} is not in ClusterSet {command.SetName}" : $"an interrupted attempt left {command.ReplicaName} half made");
    }

    private Task<CloneDonors.Donor> Donor(ClusterView view, string primary, CancellationToken ct)
    {
        List<string> pods = [primary, .. view.Servers.Where(server => server.State == "ONLINE" && server.Pod != primary).Select(server => server.Pod)];
        return donors.Take([.. pods.Select(pod => servers.Address(view.Cluster, pod))], () => progress.Report($"waiting until one of {string.Join(", ", pods)} can be cloned from: each serves one replica at a time"), ct);
    }

    /// <summary>Whether the server has nothing but transactions of the primary, and the primary's binary logs still have all that it lacks: what AdminAPI wants for incremental recovery (error 51153 otherwise).</summary>
    private async Task<bool> HasPrimarysData(Command command, string primary, CancellationToken ct)
    {
        var target = await admin.Rows(command.Cluster, primary, command.ReplicaHost, "SELECT @@GLOBAL.gtid_executed AS executed", ct);
        await using var sql = await servers.Open(command.Cluster, primary, ct);
        var parameters = new Dictionary<string, object?> { ["@executed"] = target[0]["executed"] };
        var rows = await sql.Query("SELECT @executed <> '' AND GTID_SUBSET(@executed, @@GLOBAL.gtid_executed) AND GTID_SUBSET(@@GLOBAL.gtid_purged, @executed) AS has", parameters, ct);
        return rows[0]["has"] == "1";
    }

    private async Task<SetMetadata> Metadata(Command command, ClusterView view, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, view.NeedPrimary().Pod, ct);
        return await SetMetadata.Read(sql, command.ReplicaName, servers.Address(command.ReplicaHost), ct);
    }

    private async Task<(string Stage, string Percent)?> Look(Command command, string primary, CancellationToken ct)
    {
        var seen = await admin.Sql(command.Cluster, primary, command.ReplicaHost, CloneProgress.Query, ct);
        return seen.Ok && seen.Rows() is [var row, ..] ? (row["stage"] ?? "", row["percent"] ?? "") : null;
    }
}
