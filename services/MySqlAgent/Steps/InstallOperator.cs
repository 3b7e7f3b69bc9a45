using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.InstallOperator;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Installs the MySQL Operator with the cluster's domain set, or adopts the one that runs here in any namespace.</summary>
public sealed class InstallOperator(OperatorDeployment operators, InnoDbClusters clusters, Manifest manifest, Rollouts rollouts) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var found = await operators.Find(ct);
        var kindExists = await clusters.KindExists(ct);
        return found switch
        {
            [] when !manifest.Configured => StepState.IsUnsafe(
                "no MySQL Operator runs on this site, and this agent has no manifest to install one from",
                $"install the operator (its makers' manifest or chart), or set {MySqlOptions.Section}:{nameof(MySqlOptions.OperatorManifest)} for this agent"),
            [] => StepState.Needs("no MySQL Operator runs on this site"),
            [_] when !kindExists && !manifest.Configured => StepState.IsUnsafe(
                $"a MySQL Operator runs on this site, but the API server knows no InnoDBCluster ({InnoDbClusters.Group}/{InnoDbClusters.Version})",
                "apply the CustomResourceDefinitions of the operator's version"),
            [_] when !kindExists => StepState.Needs("the CustomResourceDefinitions are missing"),
            [var one] when !OperatorDeployment.HasDomain(one, command.ClusterDomain) => StepState.Needs($"{OperatorDeployment.DomainVariable} is not {command.ClusterDomain}"),
            [var one] => Rollouts.Complete(one) ? StepState.IsDone() : StepState.Needs($"Deployment {one.Name()} is not rolled out"),
            _ => StepState.IsUnsafe($"{found.Count} MySQL Operators run on this site: {string.Join(", ", found.Select(d => $"{d.Namespace()}/{d.Name()}"))}", "keep one"),
        };
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var found = await operators.Find(ct);
        if (found.Count == 0 || !await clusters.KindExists(ct))
            await manifest.Apply(command.ClusterDomain, ct);
        else if (!OperatorDeployment.HasDomain(found[0], command.ClusterDomain))
            await operators.SetDomain(found[0], command.ClusterDomain, ct);
    }

    /// <inheritdoc/>
    public async Task<StepState> Verify(Command command, CancellationToken ct)
    {
        foreach (var found in await operators.Find(ct))
            await rollouts.Wait(found.Namespace(), found.Name(), ct);
        return await Check(command, ct);
    }
}
