using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.ObserveCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Marks an InnoDBCluster so that this site's agent observes its servers, now and after every restart.</summary>
public sealed class ObserveCluster(IKubernetes kubernetes, InnoDbClusters clusters) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await clusters.Find(command.Cluster, ct)
            ?? throw new StepFailedException($"InnoDBCluster {command.Cluster.Name} does not exist in namespace {command.Cluster.Namespace}", "look at the earlier steps", retriable: true);
        return MarkedClusters.IsOf(seen, command.SetName)
            ? StepState.IsDone()
            : StepState.Needs($"InnoDBCluster {command.Cluster.Name} is not observed for {command.SetName}");
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct)
    {
        // Not by server-side apply: that would give up the fields which the making of the cluster states under the same name.
        var annotations = new Dictionary<string, string> { [MarkedClusters.Mark] = command.SetName };
        return kubernetes.CustomObjects.PatchNamespacedCustomObjectAsync<object>(
            new V1Patch(new { metadata = new { annotations } }, V1Patch.PatchType.MergePatch),
            InnoDbClusters.Group, InnoDbClusters.Version, command.Cluster.Namespace, InnoDbClusters.Plural, command.Cluster.Name, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
    }
}
