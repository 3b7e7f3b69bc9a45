using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;

namespace ClusterSetSuite.MeshAgent.Steps;

/// <summary>Looks whether Cilium here can cut a site off by a policy that denies, and leaves all else as it was.</summary>
public sealed class InspectIsolationStep(Installation cilium, TimeProvider time) : IStep<InspectIsolation>
{
    // cilium/cilium pull request 30572.
    private static readonly Version EnableDefaultDeny = new(1, 16);

    /// <inheritdoc/>
    public async Task<StepState> Check(InspectIsolation command, CancellationToken ct)
    {
        if (await cilium.Config(ct) is not { } config)
            return StepState.IsUnsafe("Cilium does not run here, and it is by its network policies that a site is cut off", $"see that the primary can be moved: clusterset drill {command.SetName} --to SITE");
        if (await cilium.ImageVersion(ct) is { } image && Version.TryParse(image.Split('-')[0], out var version) && version < EnableDefaultDeny)
            return StepState.IsUnsafe($"Cilium is {image}, and only since {EnableDefaultDeny} does a policy deny one thing and leave all else as it was (enableDefaultDeny)", "update Cilium first");
        return config.EnforcesPolicies
            ? StepState.IsDone(new IsolationOutlook(time.GetUtcNow(), config.ClusterName))
            : StepState.IsUnsafe("Cilium enforces no policies here (enable-policy: never)", "set policyEnforcementMode to default in Cilium's values");
    }

    /// <inheritdoc/>
    public Task Apply(InspectIsolation command, CancellationToken ct) => Task.CompletedTask;
}
