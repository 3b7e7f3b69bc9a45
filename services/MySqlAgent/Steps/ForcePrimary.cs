using System.Globalization;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.ForcePrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes a replica the primary without the old one's consent; runs on the replica's own site, after it was drained.</summary>
public sealed class ForcePrimary(AdminCalls admin, ClusterRounds rounds, IServers servers, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
    private static readonly string[] Status = ["clusterset", "status"];

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await rounds.At(command.Cluster, ct)).NeedPrimary();
        try
        {
            await Force(command, primary, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await StartChannel(command, primary.Pod, ct);
            throw;
        }
    }

    private async Task Force(Command command, MemberObservation primary, CancellationToken ct)
    {
        var call = Call(command, await Unreachable(command, primary.Pod, ct));
        progress.Report($"making {command.Target} the primary, by force");
        var (stopped, forced) = (StopReceiver(command, primary, ct), admin.RunBesideLost(command.Timeout + Grace, command.Cluster, primary.Pod, ct, call));
        await Task.WhenAll(stopped, forced);
        var result = await forced;
        if (result.Ok)
            return;
        // A command that timed out or failed may have done its work all the same: looked at, not read.
        if (Decide(await rounds.At(command.Cluster, ct), command) is not StepState.Done)
            throw admin.Failure(result, command.Cluster, primary.Pod, call);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is StepState.Done, options.Value.LookInterval, options.Value.SettleLimit, ct);

    /// <summary>Refuses while the primary is still heard of, and while something received would be thrown away.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Target) is { } mismatch)
            return mismatch;
        if (set.Primary == command.Target)
            return primary.IsWritable
                ? StepState.IsDone(new ForceReport(set.View, primary.Executed, [.. set.Clusters.Where(cluster => cluster.Invalidated).Select(cluster => cluster.Name)]))
                : StepState.IsUnsafe($"{command.Target} is the primary of {command.SetName} and takes no writes: it is fenced", "lift the fence (mysqlsh cluster unfenceWrites) when no other cluster is writable");
        if (set.Find(command.Target) is { Invalidated: true })
            return StepState.IsUnsafe($"ClusterSet {command.SetName} has invalidated {command.Target}", "choose another site");
        return primary switch
        {
            { HasQuorum: false } => StepState.IsUnsafe($"the group of {command.Target} has no quorum", "restore the group first (cluster forceQuorumUsingPartitionOf)"),
            { Channel: null } => StepState.IsUnsafe($"{command.Target} has no channel from the primary: what it has can be much older than what the primary had", "choose another site"),
            { Channel.Receives: true } => StepState.IsUnsafe($"{command.Target} still receives from {set.Primary}: the primary lives", "move it with clusterset switchover"),
            { Channel.Unapplied.Length: > 0 } => StepState.IsUnsafe($"{command.Target} has received transactions that it has not applied, and would lose them", "ask for the failover again: it lets them be applied first"),
            _ => StepState.Needs($"{set.Primary ?? "no cluster"} is the primary of {command.SetName}"),
        };
    }

    private static string[] Call(Command command, IReadOnlyList<string> lost)
    {
        string[] call = ["clusterset", "forcePrimaryCluster", command.Target, string.Create(CultureInfo.InvariantCulture, $"--timeout={(int)Math.Ceiling(command.Timeout.TotalSeconds)}")];
        return lost.Count == 0 ? call : [.. call, $"--invalidateReplicaClusters={string.Join(',', lost)}"];
    }

    // Naming a cluster that is available is an error, and so is not naming one that is not (51613).
    private async Task<IReadOnlyList<string>> Unreachable(Command command, string primary, CancellationToken ct)
    {
        if (command.Others.Count == 0)
            return [];
        progress.Report("looking which replicas can be reached");
        var result = await admin.RunBesideLost(options.Value.ShellLimit, command.Cluster, primary, ct, Status);
        if (!result.Ok || result.Json is not { } json)
            throw admin.Failure(result, command.Cluster, primary, Status);
        return [.. SetStatusJson.Read(json).Clusters.Where(cluster => command.Others.Contains(cluster.Name) && cluster.GlobalStatus is "UNKNOWN" or "NOT_OK").Select(cluster => cluster.Name)];
    }

    // STOP REPLICA waits for the attempts to reach the lost site, of the receiver and of its monitor (seen on the lab: 5 s); begun here, most of that is over when AdminAPI comes to it.
    private async Task StopReceiver(Command command, MemberObservation primary, CancellationToken ct)
    {
        if (primary.Channel is not { Receiver: "CONNECTING" })
            return;
        try
        {
            await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
            await sql.Execute($"STOP REPLICA IO_THREAD FOR CHANNEL '{ChannelRound.Name}'", ct);
        }
        catch (Exception e) when (Sql.Unreachable.Is(e))
        {
            progress.Report($"the receiver of {command.Target} could not be stopped, AdminAPI waits for it: {e.Message}");
        }
    }

    // A force that fails, or that was ended while it waited for a hung primary (field notes, AdminAPI), leaves the channel stopped.
    private async Task StartChannel(Command command, string primary, CancellationToken ct)
    {
        try
        {
            await using var sql = await servers.Open(command.Cluster, primary, ct);
            if (await ChannelRound.Read(sql, ct) is { Receiver: "OFF" })
                await sql.Execute($"START REPLICA FOR CHANNEL '{ChannelRound.Name}'", ct);
        }
        catch (Exception e) when (Sql.Unreachable.Is(e))
        {
            progress.Report($"the channel of {command.Target} could not be started again: {e.Message}");
        }
    }
}
