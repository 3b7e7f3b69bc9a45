using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Makes this site's cluster the primary by the same step that a person's failover takes, with the same refusals.</summary>
internal sealed class Forcing(GuardedCluster cluster, IServiceScopeFactory scopes)
{
    /// <summary>Runs it; how it ended is looked at afterwards, not read.</summary>
    public async Task<(ForceOutcome Outcome, string Words)> Run(RunForce force, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(force.Deadline);
        var (rounds, step) = (scope.ServiceProvider.GetRequiredService<ClusterRounds>(), scope.ServiceProvider.GetRequiredService<IStep<ForcePrimary>>());
        try
        {
            var seen = await rounds.At(cluster.Cluster, limit.Token);
            if (seen.Primary is { Channel.Unapplied.Length: > 0 })
                return (ForceOutcome.NotDrained, "received transactions are not applied yet");
            if (seen.Set is not { Own: { } own } set)
                return (ForceOutcome.Refused, "no server tells which cluster of the set this is");
            var command = Command(set, own, force);
            return await step.Check(command, limit.Token) switch
            {
                StepState.Done => (ForceOutcome.Succeeded, "it was the primary already"),
                StepState.Unsafe refused => (ForceOutcome.Refused, refused.Reason),
                _ => await Apply(step, command, limit.Token),
            };
        }
        catch (OperationCanceledException)
        {
            return (ForceOutcome.TimedOut, ct.IsCancellationRequested ? "the right to write ended" : "the deadline has passed");
        }
        catch (StepFailedException e)
        {
            return (ShellCodes.IsPrimaryAlive(e.Code) ? ForceOutcome.Refused : ForceOutcome.Failed, e.Message);
        }
    }

    private static async Task<(ForceOutcome Outcome, string Words)> Apply(IStep<ForcePrimary> step, ForcePrimary command, CancellationToken ct)
    {
        await step.Apply(command, ct);
        return await step.Check(command, ct) is StepState.Done ? (ForceOutcome.Succeeded, "") : (ForceOutcome.Failed, "the command succeeded and the group is not the primary yet");
    }

    private ForcePrimary Command(SetObservation set, string own, RunForce force) => new()
    {
        Cluster = cluster.Cluster,
        SetName = cluster.ClusterSet,
        Target = own,
        Others = [.. set.Clusters.Where(other => other.Name != own && other.Name != set.Primary).Select(other => other.Name)],
        Timeout = force.Deadline / 2,
    };
}
