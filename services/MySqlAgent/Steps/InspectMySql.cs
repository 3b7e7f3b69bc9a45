using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.InspectMySql;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Looks at the site's MySQL side before anything is changed, and tells all that was found at once.</summary>
public sealed class InspectMySql(
    IKubernetes kubernetes, ISealing sealing, Permissions permissions, OperatorDeployment operators, Manifest manifest, InnoDbClusters clusters, Versions versions, TimeProvider time)
    : IStep<Command>
{
    private const string ClusterDomain = "cluster.local";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var key = await sealing.PublicKey(ct);
        if (await permissions.Missing(command.Cluster.Namespace, ct) is { Count: > 0 } missing)
            return StepState.IsDone(new MySqlProfile { PublicKey = key, Findings = [MySqlFindings.Rights(missing)], Clock = time.GetUtcNow() }); // what is behind them can be told when they are there
        var seen = await Look(command, ct);
        return StepState.IsDone(new MySqlProfile
        {
            PublicKey = key,
            OperatorVersion = seen.OperatorVersion,
            ClusterStatus = seen.Existing?.State,
            ServerVersion = seen.ServerVersion,
            ShellVersion = seen.ShellVersion,
            Findings = MySqlFindings.Of(command, seen),
            Clock = time.GetUtcNow(),
        });
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    private async Task<MySqlSituation> Look(Command command, CancellationToken ct)
    {
        var found = await operators.Find(ct);
        var existing = await clusters.Find(command.Cluster, ct);
        var classes = (await kubernetes.StorageV1.ListStorageClassAsync(cancellationToken: ct)).Items;
        return new MySqlSituation
        {
            Operators = [.. found.Select(d => $"{d.Namespace()}/{d.Name()}")],
            OperatorVersion = found.Count == 1 ? OperatorDeployment.Version(found[0]) : null,
            HasDomain = found.Count == 1 && OperatorDeployment.HasDomain(found[0], ClusterDomain),
            HasManifest = manifest.Configured,
            Existing = existing,
            StorageClasses = classes.ToDictionary(c => c.Name(), c => c.GetAnnotation("storageclass.kubernetes.io/is-default-class") == "true"),
            ServerVersion = existing is null ? null : await versions.OfServers(command.Cluster, ct),
            ShellVersion = await versions.OfShell(existing is null ? null : command.Cluster, ct),
        };
    }
}
