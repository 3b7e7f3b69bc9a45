using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.RestartRouters;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Restarts a site's routers so that they bootstrap against the ClusterSet; one that did is left alone.</summary>
public sealed class RestartRouters(
    IKubernetes kubernetes, InnoDbClusters clusters, Rollouts rollouts, ClusterLook look, IServers servers, Eventually eventually, IStepProgress progress, TimeProvider time, IOptions<MySqlOptions> options)
    : IStep<Command>
{
    // What a router writes about itself when it bootstraps; the address is its host's name, which is its pod's.
    private const string Registered = """
        SELECT r.address address, NULLIF(r.options->>'$.target_cluster', 'null') target
        FROM mysql_innodb_cluster_metadata.v2_routers r JOIN mysql_innodb_cluster_metadata.v2_cs_clustersets s ON s.clusterset_id = r.clusterset_id
        WHERE s.domain_name = @set AND r.attributes->>'$.bootstrapTargetType' = 'clusterset'
        """;

    // A cluster of its own has no set to join: what names one is a router of before.
    private const string RegisteredAlone = """
        SELECT r.address address
        FROM mysql_innodb_cluster_metadata.v2_routers r
        WHERE r.clusterset_id IS NULL AND r.attributes->>'$.bootstrapTargetType' = 'cluster'
        """;

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        if (command.Routers == 0)
            return StepState.IsDone();
        if (await rollouts.Find(command.Cluster.Namespace, Name(command), ct) is not { } deployment)
            throw new StepFailedException($"Deployment {Name(command)} does not exist in namespace {command.Cluster.Namespace}", "the operator makes it: look at its log", retriable: true);
        if (!Rollouts.Complete(deployment) || deployment.Spec.Replicas < command.Routers)
            return StepState.Needs($"Deployment {Name(command)} is not rolled out: {deployment.Status?.AvailableReplicas ?? 0} of {command.Routers} available");
        if (await Bootstrap(command, ct) is { } bootstrap)
            return StepState.Needs($"their bootstrap is told \"{string.Join(' ', bootstrap.Written)}\", wanted is \"{string.Join(' ', bootstrap.Wanted)}\"");
        return await Strangers(command, deployment, ct) is { Count: > 0 } strangers
            ? StepState.Needs($"not bootstrapped against {(command.SetName is { } set ? $"ClusterSet {set}" : $"cluster {command.Cluster.Name}")}: {string.Join(", ", strangers)}")
            : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        if (await Bootstrap(command, ct) is { } bootstrap)
        {
            await Tell(command, bootstrap.Resource, bootstrap.Wanted, ct);
            return;
        }

        var annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/restartedAt"] = time.GetUtcNow().ToString("O") };
        await kubernetes.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(new { spec = new { template = new { metadata = new { annotations } } } }, V1Patch.PatchType.StrategicMergePatch),
            Name(command), command.Cluster.Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
    }

    /// <inheritdoc/>
    public async Task<StepState> Verify(Command command, CancellationToken ct)
    {
        await rollouts.Wait(command.Cluster.Namespace, Name(command), ct);
        progress.Report("waiting for the routers to be registered in the ClusterSet");
        // A replica's servers learn of a router when its row has been replicated from the primary.
        return await eventually.Look(token => Check(command, token), state => state is StepState.Done, options.Value.LookInterval, options.Value.SettleLimit, ct);
    }

    // The operator makes the routers' pods anew by itself then.
    private async Task Tell(Command command, InnoDbCluster resource, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var before = await Generation(command, ct);
        await clusters.ChangeBootstrap(command.Cluster, resource, wanted, ct);
        progress.Report("waiting for the operator to tell the routers' bootstrap");
        if (await eventually.Look(token => Generation(command, token), now => now != before, options.Value.LookInterval, options.Value.RolloutLimit, ct) == before)
            throw new StepFailedException($"the operator has not taken over the bootstrap options of InnoDBCluster {command.Cluster.Name}", "look at its log; the step goes on when it is asked again", retriable: true);
    }

    private async Task<long?> Generation(Command command, CancellationToken ct) => (await rollouts.Find(command.Cluster.Namespace, Name(command), ct))?.Metadata.Generation;

    private async Task<(InnoDbCluster Resource, IReadOnlyList<string> Written, IReadOnlyList<string> Wanted)?> Bootstrap(Command command, CancellationToken ct)
    {
        if (await clusters.Find(command.Cluster, ct) is not { } resource)
            return null;
        var written = resource.Spec.Router?.BootstrapOptions ?? [];
        var wanted = RouterTargets.Options(written, command.SetName is not null, command.Target);
        return wanted.SequenceEqual(written) ? null : (resource, written, wanted);
    }

    private static string Name(Command command) => $"{command.Cluster.Name}-router";

    private async Task<IReadOnlyList<string>> Strangers(Command command, V1Deployment deployment, CancellationToken ct)
    {
        var selector = string.Join(',', deployment.Spec.Selector.MatchLabels.Select(l => $"{l.Key}={l.Value}"));
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(command.Cluster.Namespace, labelSelector: selector, cancellationToken: ct);
        var primary = (await look.At(command.Cluster, ct)).NeedPrimary();
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        if (!primary.HasMetadata)
            return [.. pods.Items.Select(p => p.Name())];
        var known = command.SetName is { } set
            ? await sql.Query(Registered, new Dictionary<string, object?> { ["@set"] = set }, ct)
            : await sql.Query(RegisteredAlone, ct);
        var hosts = known.Where(r => RouterTargets.Follows(r.Columns.GetValueOrDefault("target"), command.Target)).Select(r => r["address"].Split('.')[0]).ToHashSet();
        return [.. pods.Items.Where(p => p.Metadata.DeletionTimestamp is null).Select(p => p.Name()).Where(name => !hosts.Contains(name))];
    }
}
