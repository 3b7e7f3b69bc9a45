using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.RebootCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Starts a group again that is OFFLINE on all its servers; the operator may be doing the same at the same time.</summary>
public sealed class RebootCluster(AdminCalls admin, ClusterRounds rounds, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var first = command.Cluster.Pod(0);
        string[] call = ["dba", "rebootClusterFromCompleteOutage", command.Name];
        progress.Report($"starting the group of {command.Name} again; this takes about a minute"); // it waits for the group's own start to give up (field notes)
        var result = await admin.RunWithin(options.Value.RebootLimit, command.Cluster, first, ct, call);
        if (result.Ok)
            return;
        // "The Cluster is ONLINE" has no code: whether the operator was faster is looked at, not read.
        var seen = await rounds.At(command.Cluster, ct);
        if (seen.Primary is not null)
            return;
        // Servers that have just started are not reachable for mysqlsh within its own limits (seen on the lab), and have no code either.
        var failure = admin.Failure(result, command.Cluster, first, call);
        throw result.Code is null && seen.Complete ? failure.TriedAgain("all servers answer now: it is tried again") : failure;
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is StepState.Done, options.Value.LookInterval, options.Value.SettleLimit, ct);

    /// <summary>A group with a primary runs; one that no server is in is to be started, and only with all servers, for the missing one might have most.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        if (seen.Primary is { } primary)
            return StepState.IsDone(new Rebooted(primary.Executed));
        if (!seen.Complete)
            throw new StepFailedException(
                $"not every server of {seen.Name} answers: {seen.Summary}", "the group is started again from the server that has most, so all must run: look at their pods", retriable: true);
        if (seen.Members.Any(member => member.State is "RECOVERING"))
            throw new StepFailedException($"the group of {seen.Name} is coming up: {seen.Summary}", "it is looked at again", retriable: true);
        if (seen.Members.Any(member => member.State is "ONLINE"))
            throw new StepFailedException($"the group of {seen.Name} has no quorum: {seen.Summary}", "restore it (cluster forceQuorumUsingPartitionOf), then resume", retriable: false);
        return seen.NeedSet().Mismatch(command.SetName, command.Name) ?? StepState.Needs($"the group of {seen.Name} is OFFLINE");
    }
}
