using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Verifies that every DNS pod and the DNS Service resolve the peers' names; changes nothing.</summary>
public sealed class VerifyZonesStep(PeerNames names, Eventually eventually, IOptions<DnsOptions> options) : IStep<VerifyZones>
{
    /// <summary>Longer than an answer that was wrong a moment ago stays in a cache.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <inheritdoc/>
    public async Task<StepState> Check(VerifyZones command, CancellationToken ct) => State(await names.Wrong(command.Zones, ct));

    /// <inheritdoc/>
    public Task Apply(VerifyZones command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StepState> Verify(VerifyZones command, CancellationToken ct)
    {
        var wrong = await eventually.Look(look => names.Wrong(command.Zones, look), seen => seen.Count == 0, options.Value.Interval, Limit, ct);
        return wrong.Count == 0
            ? StepState.IsDone()
            : throw new StepFailedException(
                string.Join("; ", wrong), "see whether the peer's nodes answer on their DNS NodePort from here, and the logs of the DNS pods; then resume the operation", retriable: true);
    }

    private static StepState State(IReadOnlyList<string> wrong) => wrong.Count == 0 ? StepState.IsDone() : StepState.Needs(wrong[0]);
}
