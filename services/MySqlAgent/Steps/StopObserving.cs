using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using Command = ClusterSetSuite.Contracts.Steps.StopObserving;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Takes the suite's mark from an InnoDBCluster that has left its ClusterSet.</summary>
public sealed class StopObserving(InnoDbClusters clusters) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => MarkedClusters.IsOf(await clusters.Find(command.Cluster, ct), command.SetName)
        ? StepState.Needs($"InnoDBCluster {command.Cluster.Name} is marked as one of {command.SetName}")
        : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => clusters.Annotate(command.Cluster, new Dictionary<string, string?> { [MarkedClusters.Mark] = null }, ct);
}
