using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.RejoinCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Takes a cluster back into the set, or repairs its channel, from the primary's site; never one with transactions of its own, but for heartbeats.</summary>
public sealed class RejoinCluster(AdminCalls admin, ClusterRounds rounds, IServers servers, Eventually eventually, IOptions<MySqlOptions> options) : IStep<Command>
{
    private const string Compare = "SELECT GTID_SUBTRACT(@theirs, @@GLOBAL.gtid_executed) errant, GTID_SUBTRACT(@@GLOBAL.gtid_purged, @theirs) purged";

    // Those of some hours.
    private const long MostHeartbeats = 20_000;

    private static readonly string[] Status = ["clusterset", "status", "--extended=1"];

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var primary = (await rounds.At(command.Cluster, ct)).NeedPrimary();
        return await Diverged(command, primary, ct) ?? await Joined(command, primary, ct);
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await rounds.At(command.Cluster, ct)).NeedPrimary().Pod;
        await TakeHeartbeatsOver(command, primary, ct);
        string[] call = ["clusterset", "rejoinCluster", command.Name];
        var result = await admin.Run(command.Cluster, primary, ct, call);
        if (!result.Ok)
            throw admin.Failure(result, command.Cluster, primary, call);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is not StepState.Needed, options.Value.LookInterval, options.Value.SettleLimit, ct);

    private async Task<StepState?> Diverged(Command command, MemberObservation primary, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        var (own, purged) = await Compared(sql, command, ct);
        var heartbeats = own.From(HeartbeatTable.IsSource);
        var errant = own.Except(heartbeats);
        if (!errant.IsEmpty)
            return StepState.IsUnsafe(
                $"{command.Name} has {errant.Count} transactions that the primary has not: {errant}",
                $"look at them, and export what is needed, in a pod of {command.Name}: mysqlbinlog --verbose --include-gtids='{errant}' (all files of SHOW BINARY LOGS); then replace the site's data by the primary's: clusterset rejoin --clone");
        if (heartbeats.Count > MostHeartbeats)
            return StepState.IsUnsafe($"{command.Name} has {heartbeats.Count} heartbeats that the primary has not: it wrote by itself for long", "replace the site's data by the primary's: clusterset rejoin --clone");
        return purged.Length > 0
            ? StepState.IsUnsafe($"{command.Name} lacks transactions that are gone from the primary's binary logs: {purged.Short()}", "replace the site's data by the primary's: clusterset rejoin --clone")
            : null;
    }

    // AdminAPI takes no cluster back that has transactions of its own. These hold one row that the primary writes anew every second: the primary gets them as empty ones.
    private async Task TakeHeartbeatsOver(Command command, string primary, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, primary, ct);
        var (own, _) = await Compared(sql, command, ct);
        foreach (var gtid in own.From(HeartbeatTable.IsSource).Each())
            await sql.Execute($"SET SESSION gtid_next = '{gtid}'; BEGIN; COMMIT; SET SESSION gtid_next = AUTOMATIC", ct);
    }

    private static async Task<(GtidSet Own, string Purged)> Compared(ISql primary, Command command, CancellationToken ct)
    {
        var row = (await primary.Query(Compare, new Dictionary<string, object?> { ["@theirs"] = command.Executed }, ct))[0];
        return (GtidSet.Parse(row["errant"]), MemberRound.OneLine(row["purged"]));
    }

    private async Task<StepState> Joined(Command command, MemberObservation primary, CancellationToken ct)
    {
        var result = await admin.Run(command.Cluster, primary.Pod, ct, Status);
        if (!result.Ok || result.Json is not { } json)
            throw admin.Failure(result, command.Cluster, primary.Pod, Status);
        return SetStatusJson.Read(json).Clusters.FirstOrDefault(cluster => cluster.Name == command.Name) switch
        {
            null => StepState.IsUnsafe($"ClusterSet {command.SetName} has no cluster {command.Name}", "apply the spec: it joins the set anew"),
            { GlobalStatus: "OK", ReplicationStatus: "OK" } => StepState.IsDone(),
            var cluster => StepState.Needs($"{command.Name} is {cluster.GlobalStatus}, its channel {cluster.ReplicationStatus}"),
        };
    }
}
