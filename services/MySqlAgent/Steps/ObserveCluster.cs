using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using Command = ClusterSetSuite.Contracts.Steps.ObserveCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Marks an InnoDBCluster so that this site's agent observes its servers, now and after every restart.</summary>
public sealed class ObserveCluster(InnoDbClusters clusters) : IStep<Command>
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
    public Task Apply(Command command, CancellationToken ct) => clusters.Annotate(command.Cluster, new Dictionary<string, string?> { [MarkedClusters.Mark] = command.SetName }, ct);
}
