using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Models;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Looks at every member of a group and its second enforcer, all at once, within a limit; it disposes of the ways to the enforcers.</summary>
internal sealed class GroupEye(GuardedCluster cluster, IServers servers, IKubernetes kubernetes, Enforcers enforcers, FailoverTimers timers, TimeSpan limit, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, MemberEye> _eyes = cluster.Cluster.Pods.ToDictionary(pod => pod, pod => new MemberEye(servers, cluster.Cluster, pod, time));

    /// <summary>The newest rounds, of those members that answered.</summary>
    public IReadOnlyList<GuardRound> Rounds { get; private set; } = [];

    /// <summary>One look.</summary>
    /// <param name="fresh">Whether the enforcers must be read anew.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<GroupLook> Look(bool fresh, CancellationToken ct)
    {
        var askedAt = BootClock.Now;
        var members = await Task.WhenAll(cluster.Cluster.Pods.Select(pod => One(pod, askedAt, fresh, ct)));
        if (members.Any(member => member.Round is null))
            members = await WithStops(members, ct);
        Rounds = [.. members.Select(member => member.Round).OfType<GuardRound>()];
        return GroupSight.Of(askedAt, members, timers);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var eye in _eyes.Values)
            await eye.DisposeAsync();
        await enforcers.DisposeAsync();
    }

    private async Task<GroupSight.Member> One(string pod, TimeSpan askedAt, bool fresh, CancellationToken ct)
    {
        var enforcer = Enforcer(pod, askedAt, fresh, ct);
        GuardRound? round = null;
        try
        {
            round = await _eyes[pod].Read((sql, token) => GuardRound.Read(sql, pod, cluster.ClusterSet, token), limit, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is MySqlException or TimeoutException || Unreachable.Is(e) || e is AgentHost.Steps.StepFailedException))
        {
            enforcers.Forget(pod);
        }

        return new(pod, round, IsStopped: false, await enforcer);
    }

    private async Task<EnforcerLook?> Enforcer(string pod, TimeSpan askedAt, bool fresh, CancellationToken ct)
    {
        try
        {
            return await enforcers.Of(pod, askedAt, fresh, ct).WaitAsync(limit, time, ct);
        }
#pragma warning disable CA1031 // whatever an exec throws: the enforcer was not seen
        catch (Exception) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    // Known not to run: the API server has no such pod, or its kubelet says so. A kubelet that is silent says nothing.
    private async Task<GroupSight.Member[]> WithStops(GroupSight.Member[] members, CancellationToken ct)
    {
        try
        {
            var pods = await kubernetes.Of(cluster.Cluster, ct).WaitAsync(limit, time, ct);
            return [.. members.Select(member => member.Round is null ? member with { IsStopped = IsStopped(pods.FirstOrDefault(pod => pod.Name() == member.Pod)) } : member)];
        }
#pragma warning disable CA1031 // whatever the API server's client throws: nothing is known to be stopped
        catch (Exception) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return members;
        }
    }

    /// <summary>Whether a server that does not answer is known not to take writes: there is no pod, its mysql container does not run, or has not come up yet since its start (and a guarded server starts shut).</summary>
    internal static bool IsStopped(V1Pod? pod)
    {
        if (pod is null)
            return true;
        if (pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Reason: "NodeLost" }) == true)
            return false;
        var container = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == PodSpecs.ServerContainer);
        return container is null ? pod.Status?.Phase == "Pending" : container.State?.Running is null || container.Started == false;
    }
}
