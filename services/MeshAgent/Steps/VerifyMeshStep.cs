using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Waits until every agent and KVStoreMesh of this site sees every peer connected and ready. Changes nothing.</summary>
public sealed class VerifyMeshStep(MeshHealth health, StepWait wait, IOptions<MeshOptions> options) : IStep<VerifyMesh>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(VerifyMesh command, CancellationToken ct) =>
        await health.Problems(command.Peers, ct) is { Count: > 0 } problems ? StepState.Needs(string.Join("; ", problems)) : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(VerifyMesh command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(VerifyMesh command, CancellationToken ct) => wait.Until(token => Check(command, token), options.Value.LookInterval, options.Value.ConnectTimeout, ct, "every peer is connected");
}
