using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.DrainReceived;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Lets a replica apply everything that it has received. forcePrimaryCluster resets the channel, and what was received and not applied is then lost (seen on the real mysqlsh, transcript 232).</summary>
public sealed class DrainReceived(ClusterRounds rounds, IServers servers, StepWait wait, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    private const string Receiver = $"SELECT SERVICE_STATE FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '{ChannelRound.Name}'";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await rounds.At(command.Cluster, ct)).NeedPrimary();
        if (primary.Channel is not { } channel || channel is { Applier: "ON", Delay: 0 })
            return; // it is applying: Verify waits for it
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        progress.Report($"starting the applier of {command.Name}{(channel.Delay > 0 ? $", without its delay of {channel.Delay} s" : "")}");
        if (channel.Delay > 0) // a receiver gives up some time after the loss of the primary; started, it tries for half a minute again
            await sql.Execute($"START REPLICA IO_THREAD FOR CHANNEL '{ChannelRound.Name}'", ct);
        await sql.Execute($"STOP REPLICA SQL_THREAD FOR CHANNEL '{ChannelRound.Name}'", ct);
        var isFree = channel.Delay == 0 || await TookDelayAway(sql, ct);
        await sql.Execute($"START REPLICA SQL_THREAD FOR CHANNEL '{ChannelRound.Name}'", ct);
        if (!isFree)
            throw new StepRefusedException(
                $"the delay of {command.Name} can not be taken away: its receiver does not run, and then the change would throw away what is not applied", "mend the receiver (clusterset status tells its error), or wait until the delay is over");
    }

    // The delay changes only while the applier stands, and that change throws the relay log away, with all that is not applied, when the receiver stands too (manual, CHANGE REPLICATION SOURCE TO).
    private static async Task<bool> TookDelayAway(ISql sql, CancellationToken ct)
    {
        if (await sql.Scalar(Receiver, ct) is not ("ON" or "CONNECTING"))
            return false;
        await sql.Execute($"CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0 FOR CHANNEL '{ChannelRound.Name}'", ct);
        return true;
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, options.Value.DrainLimit,
        reason => new StepFailedException(reason, "look at the applier's error (clusterset status); what was received must be applied before a failover, or it is lost", retriable: true),
        ct);

    /// <summary>Received must be a subset of executed.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        if (set.Primary == command.Name)
            return StepState.IsDone(new Drained(primary.Executed));
        if (primary.Channel is not { } channel)
            return StepState.IsUnsafe($"{command.Name} has no channel from the primary: what it has can be much older than what the primary had", "choose another site, or rejoin this one when the primary lives");
        return channel.Unapplied.Length == 0
            ? StepState.IsDone(new Drained(primary.Executed))
            : StepState.Needs(
                $"{command.Name} has received {GtidSet.Parse(channel.Unapplied).Count} transactions that it has not applied (applier {channel.Applier}{(channel.Delay > 0 ? $", delay {channel.Delay} s" : "")}{(channel.Error is { } error ? $", {error}" : "")})");
    }
}
