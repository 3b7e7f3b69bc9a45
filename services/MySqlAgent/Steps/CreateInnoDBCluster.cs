using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.CreateInnoDBCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes the InnoDBCluster resource, and waits by watch until all its servers are ONLINE.</summary>
public sealed class CreateInnoDBCluster(InnoDbClusters clusters, ClusterLook look, PodTroubles troubles, IStepProgress progress, TimeProvider time, IOptions<MySqlOptions> options)
    : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        if (await clusters.Find(command.Cluster, ct) is not { } existing)
            return await clusters.KindExists(ct)
                ? StepState.Needs($"InnoDBCluster {command.Cluster.Name} does not exist")
                : throw new StepFailedException(
                    $"the API server knows no InnoDBCluster ({InnoDbClusters.Group}/{InnoDbClusters.Version})", "the MySQL Operator's CustomResourceDefinitions must be installed", retriable: false);
        if (existing.Metadata.DeletionTimestamp is not null)
            throw new StepFailedException($"InnoDBCluster {command.Cluster.Name} is being deleted", "it is tried again when it is gone", retriable: true);
        if (MySqlFindings.Differs(command.Cluster, command.BaseServerId, command.Version, existing) is { } difference)
            return StepState.IsUnsafe(difference, "write into the spec what the cluster has, or delete the InnoDBCluster");
        if (Changes(command, existing) is { } change)
            return StepState.Needs(change);
        return await IsThere(command, existing, ct) ? StepState.IsDone() : StepState.Needs(Say(command, existing));
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct) =>
        await (await clusters.Find(command.Cluster, ct) is { } existing ? clusters.Change(command, existing, ct) : clusters.Make(command, ct));

    /// <inheritdoc/>
    public async Task<StepState> Verify(Command command, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Value.OnlineLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var last = "nothing was told yet";
        try
        {
            await foreach (var seen in Changes(command, either.Token))
            {
                // The watch may begin with an older state, so the resource itself is asked before it counts.
                if (await IsThere(command, seen, either.Token) && await Check(command, either.Token) is var state and not StepState.Needed)
                    return state;
                last = $"{Say(command, seen)}{await Troubles(command, either.Token)}";
                progress.Report(last, 100 * seen.Online / command.Cluster.Instances);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // The reason is told below.
        }

        throw new StepFailedException(
            $"{last}, after {options.Value.OnlineLimit.TotalSeconds:F0} s",
            $"look at the pods and at the operator's log: kubectl -n {command.Cluster.Namespace} describe pods -l mysql.oracle.com/cluster={command.Cluster.Name}", retriable: true);
    }

    /// <summary>What the resource must say differently, or null: more servers, other routers.</summary>
    internal static string? Changes(Command command, InnoDbCluster existing)
    {
        string?[] all =
        [
            command.Enforced && !existing.Spec.IsEnforced ? "has no second enforcer of the right to write" : null,
            existing.Spec.Instances is { } servers && servers != command.Cluster.Instances ? $"has {servers} instances, {command.Cluster.Instances} are wanted" : null,
            existing.Spec.Router?.Instances is { } routers && routers != command.Routers ? $"has {routers} routers, {command.Routers} are wanted" : null,
        ];
        return all.OfType<string>().ToArray() is { Length: > 0 } changes ? $"InnoDBCluster {command.Cluster.Name} {string.Join(" and ", changes)}" : null;
    }

    // Pods get into trouble without a change of the resource, so a quiet watch is looked past at an interval.
    private async IAsyncEnumerable<InnoDbCluster> Changes(Command command, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var changes = clusters.Watch(command.Cluster, ct).GetAsyncEnumerator(ct);
        var next = changes.MoveNextAsync().AsTask();
        while (true)
        {
            var quiet = Task.Delay(StepProgressInterval, time, ct);
            if (await Task.WhenAny(next, quiet) == next)
            {
                if (!await next)
                    yield break;
                yield return changes.Current;
                next = changes.MoveNextAsync().AsTask();
            }
            else
            {
                await quiet;
                if (await clusters.Find(command.Cluster, ct) is { } now)
                    yield return now;
            }
        }
    }

    private static TimeSpan StepProgressInterval => Contracts.Messages.StepProgress.Interval;

    private async Task<bool> IsThere(Command command, InnoDbCluster seen, CancellationToken ct) =>
        (seen.State == "ONLINE" && seen.Online == command.Cluster.Instances) || (seen.WasMade && InLaterStages(await look.At(command.Cluster, ct)));

    /// <summary>Whether the later stages are at work on a cluster that was ONLINE once: the operator shows UNKNOWN after dissolve and while a replica is cloned (field notes, operator).</summary>
    /// <remarks>While the operator still adds servers, those already in the group have metadata and know no set, which tells the two apart.
    /// A replica counts once all its servers answer: the servers of a cluster that grows must run before they can be added.</remarks>
    internal static bool InLaterStages(ClusterView view) =>
        (view.Complete && view.SetMember is { SetRole: "REPLICA" }) || view.Servers.Any(s => s.SetName is null && s.KnownSets.Count > 0) || (view.Complete && view.Servers.All(s => !s.HasMetadata));

    private static string Say(Command command, InnoDbCluster seen) =>
        $"InnoDBCluster {command.Cluster.Name} is {(seen.State.Length > 0 ? seen.State : "not taken up by the operator yet")}, {seen.Online} of {command.Cluster.Instances} online";

    private async Task<string> Troubles(Command command, CancellationToken ct) =>
        await troubles.OfServers(command.Cluster, ct) is { Count: > 0 } found ? $"; {string.Join("; ", found)}" : "";
}
