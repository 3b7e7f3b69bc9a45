using ClusterSetSuite.Lab.Operator.Members;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Brings a cluster back that has no working group, as far as the real operator does it by itself.</summary>
public sealed class Repair(Group group, Events events)
{
    /// <summary>Repairs once. Returns where nothing is to be done; throws <see cref="TryLaterException"/> where one must wait or look again.</summary>
    public async Task Attempt(ClusterContext cluster, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        switch (diagnosis.Status)
        {
            case ClusterStatus.Online or ClusterStatus.OnlinePartial or ClusterStatus.OnlineUncertain or ClusterStatus.Finalizing:
                return;
            case ClusterStatus.Offline:
                await group.Reboot(cluster, diagnosis, cancellationToken);
                break;
            case ClusterStatus.NoQuorum:
                await group.ForceQuorum(cluster, diagnosis, cancellationToken);
                break;
            case ClusterStatus.SplitBrain or ClusterStatus.SplitBrainUncertain:
                await events.Post(cluster.Resource, true, "UnrecoverableState", "SplitBrain", "Cluster is in a SPLIT-BRAIN state and cannot be restored automatically.", cancellationToken);
                throw new TryLaterException($"Unable to recover from current cluster state. User action required. state={diagnosis.Status}", TimeSpan.FromMinutes(1));
            default:
                throw new TryLaterException($"Unreachable members found while in state {diagnosis.Status}, waiting...", TimeSpan.FromSeconds(5));
        }
        throw new TryLaterException($"Cluster repair from state {diagnosis.Status} attempted", TimeSpan.FromSeconds(1));
    }
}
