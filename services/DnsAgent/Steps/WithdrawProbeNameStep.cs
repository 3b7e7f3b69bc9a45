using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Deletes the probe name that the suite published in a namespace.</summary>
public sealed class WithdrawProbeNameStep(OwnServices services, IOptions<SiteOptions> site) : IStep<WithdrawProbeName>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(WithdrawProbeName command, CancellationToken ct) =>
        await services.Find(command.Namespace, PublishProbeNameStep.Name, ct) is { Spec.Type: "ExternalName" } found && found.Spec.ExternalName == PublishProbeNameStep.TargetOf(site.Value.Name)
            ? StepState.Needs($"Service {command.Namespace}/{PublishProbeNameStep.Name} is still there")
            : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(WithdrawProbeName command, CancellationToken ct) => services.Delete(command.Namespace, PublishProbeNameStep.Name, ct);
}
