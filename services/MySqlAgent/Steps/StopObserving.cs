using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.StopObserving;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Takes the suite's mark from an InnoDBCluster that has left its ClusterSet.</summary>
public sealed class StopObserving(IKubernetes kubernetes, InnoDbClusters clusters) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => MarkedClusters.IsOf(await clusters.Find(command.Cluster, ct), command.SetName)
        ? StepState.Needs($"InnoDBCluster {command.Cluster.Name} is marked as one of {command.SetName}")
        : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct)
    {
        var annotations = new Dictionary<string, string?> { [MarkedClusters.Mark] = null };
        return kubernetes.CustomObjects.PatchNamespacedCustomObjectAsync<object>(
            new V1Patch(new { metadata = new { annotations } }, V1Patch.PatchType.MergePatch),
            InnoDbClusters.Group, InnoDbClusters.Version, command.Cluster.Namespace, InnoDbClusters.Plural, command.Cluster.Name, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
    }
}
