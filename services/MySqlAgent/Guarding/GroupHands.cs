using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Carries out a guard's commands to its group: one after the other, but for a rung of the fencing ladder, which cancels what is under way.</summary>
internal sealed class GroupHands(GuardedCluster cluster, ClusterRounds rounds, IServers servers, Enforcers enforcers, IKubernetes kubernetes, TimeProvider time) : IDisposable
{
    private const string Action = "mysql_disable_super_read_only_if_primary', 'AFTER_PRIMARY_ELECTION";
    private const int StopGrace = 1; // seconds; with 0 the API server forgets the pod before its kubelet has ended it
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private CancellationTokenSource _current = new();
    private Task _tail = Task.CompletedTask;

    private LocalCluster Cluster => cluster.Cluster;

    /// <summary>Leaves stamps with second enforcers.</summary>
    public Task Stamp(IEnumerable<MemberStamp> stamps, CancellationToken stopping) =>
        InOrder(ct => Task.WhenAll(stamps.Select(stamp => enforcers.Stamp(stamp.Member, stamp.Stamp, ct))), stopping);

    /// <summary>Makes the group writable: its primary first, then every member is open to clients. Returns whether the primary was read back as writable.</summary>
    public Task<bool> Open(CancellationToken stopping) => InOrder(
        async ct =>
        {
            if ((await rounds.At(Cluster, ct)).Primary is not { HasQuorum: true } primary)
                return false;
            await Run(primary.Pod, ["SET GLOBAL super_read_only = OFF", $"DO group_replication_enable_member_action('{Action}')"], ct);
            await Task.WhenAll(Cluster.Pods.Select(pod => Try(pod, ["SET GLOBAL offline_mode = OFF"], ct)));
            return (await rounds.At(Cluster, ct)).Primary is { IsWritable: true };
        },
        stopping);

    /// <summary>Lets clients in, or nobody but administrators.</summary>
    public Task SetOffline(bool isOffline, CancellationToken stopping) =>
        InOrder(ct => Task.WhenAll(Cluster.Pods.Select(pod => Try(pod, [isOffline ? "SET GLOBAL offline_mode = ON" : "SET GLOBAL offline_mode = OFF"], ct))), stopping);

    /// <summary>Has the servers start read-only and offline from now on, or no longer.</summary>
    public Task SetStartsShut(string pod, bool shut, CancellationToken stopping) => InOrder(
        ct => Try(pod, shut ? ["SET PERSIST_ONLY super_read_only = ON", "SET PERSIST_ONLY offline_mode = ON"] : ["RESET PERSIST IF EXISTS super_read_only", "RESET PERSIST IF EXISTS offline_mode"], ct), stopping);

    /// <summary>Writes the heartbeat row that replicas tell the age of what they have by.</summary>
    public async Task Beat(string pod, CancellationToken ct)
    {
        await using var sql = await servers.Open(Cluster, pod, ct);
        await HeartbeatTable.Write(sql, cluster.ClusterSet, ct);
    }

    /// <summary>One rung of the ladder; what is under way is cancelled and its connections are killed first. Returns what is not fenced, empty when all is proven.</summary>
    public async Task<string> Climb(FenceRung rung, bool keepStopped, TimeSpan limit, CancellationToken stopping)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        bounded.CancelAfter(limit);
        await CancelCurrent();
        if (rung == FenceRung.Stop)
            return await StopServers(keepStopped, stopping);
        var known = (await Quick(bounded.Token)).OrderByDescending(member => member.IsPrimary).ToList();
        string[] statements = rung == FenceRung.Offline ? ["SET GLOBAL offline_mode = ON", "SET GLOBAL super_read_only = ON"] : ["SET GLOBAL super_read_only = ON"];
        // The action first where it still can be (it needs a writable primary): else an election inside the group makes a server writable again.
        foreach (var primary in known.Where(member => member is { IsPrimary: true, IsWritable: true }))
            await Try(primary.Pod, [$"DO group_replication_disable_member_action('{Action}')", .. statements], bounded.Token);
        if (rung == FenceRung.Offline)
            await Task.WhenAll(Cluster.Pods.Select(pod => KillClients(pod, bounded.Token)));
        var results = await Task.WhenAll(Cluster.Pods.Select(async pod => (Pod: pod, Trouble: await Try(pod, statements, bounded.Token))));
        var after = await Quick(bounded.Token);
        var open = after.Where(member => member is { Answers: true, ReadOnly: false }).Select(member => $"{member.Pod} is not read-only");
        var silent = await NotStopped([.. after.Where(member => !member.Answers).Select(member => member.Pod)], stopping);
        return string.Join("; ", [.. open, .. silent.Select(pod => $"{pod} does not answer{(results.First(result => result.Pod == pod).Trouble is { Length: > 0 } trouble ? $" ({trouble})" : "")}")]);
    }

    // Its end is waited for a moment: a statement that is still on its way must not come after ours.
    private async Task CancelCurrent()
    {
        CancellationTokenSource former;
        Task tail;
        lock (_lock)
            (former, _current, tail, _tail) = (_current, new(), _tail, Task.CompletedTask);
        await former.CancelAsync();
        await Task.WhenAny(tail, Task.Delay(LastMoment, time));
    }

    /// <summary>Starts servers that a held fence had stopped.</summary>
    public Task StartServers(CancellationToken stopping) => InOrder(ct => Scale(Cluster.Instances, ct), stopping);

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    // Every server is ended by its kubelet; a fence that is held keeps the StatefulSet at 0 (the operator changes it only when the InnoDBCluster changes).
    private async Task<string> StopServers(bool keepStopped, CancellationToken ct)
    {
        var before = await Pods(ct);
        if (keepStopped)
            await Scale(0, ct);
        await Task.WhenAll(before.Select(pod => Delete(pod, ct)));
        while (true)
        {
            var left = (await Pods(ct)).Where(pod => before.Any(old => old.Uid() == pod.Uid())).Select(pod => pod.Name()).ToList();
            if (left.Count == 0)
                return "";
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, ct);
        }
    }

    private async Task<IList<V1Pod>> Pods(CancellationToken ct) =>
        (await kubernetes.CoreV1.ListNamespacedPodAsync(Cluster.Namespace, labelSelector: $"mysql.oracle.com/cluster={Cluster.Name},component=mysqld", cancellationToken: ct)).Items;

    private async Task Delete(V1Pod pod, CancellationToken ct)
    {
        try
        {
            await kubernetes.CoreV1.DeleteNamespacedPodAsync(
                pod.Name(), Cluster.Namespace, new V1DeleteOptions { GracePeriodSeconds = StopGrace, Preconditions = new() { Uid = pod.Uid() } }, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
        {
            // It is gone, or another one is in its place.
        }
    }

    private Task<V1Scale> Scale(int replicas, CancellationToken ct) => kubernetes.AppsV1.PatchNamespacedStatefulSetScaleAsync(
        new V1Patch(new { spec = new { replicas } }, V1Patch.PatchType.MergePatch), Cluster.Name, Cluster.Namespace, cancellationToken: ct);

    private async Task<IReadOnlyList<string>> NotStopped(IReadOnlyList<string> silent, CancellationToken ct)
    {
        if (silent.Count == 0)
            return [];
        var pods = await Pods(ct);
        return [.. silent.Where(pod => !GroupEye.IsStopped(pods.FirstOrDefault(known => known.Name() == pod)))];
    }

    // The SET waits for commits that wait for something: their sessions are ended. Administrators' and the group's own are not.
    private Task<string> KillClients(string pod, CancellationToken ct) => Work(
        pod,
        async sql =>
        {
            foreach (var row in await sql.Query("SELECT ID id FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND NOT IN ('Daemon', 'Binlog Dump GTID', 'Connect') AND USER NOT IN ('system user', 'event_scheduler', 'mysql.session', 'root', 'localroot')", ct))
                await sql.Execute($"KILL {row["id"]}", ct);
        },
        ct);

    private async Task<IReadOnlyList<MemberObservation>> Quick(CancellationToken ct) => await Task.WhenAll(Cluster.Pods.Select(async pod =>
    {
        MemberObservation? seen = null;
        var trouble = await Work(pod, async sql => seen = await MemberRound.Read(sql, pod, ct), ct);
        return seen ?? new MemberObservation { Pod = pod, Unreachable = trouble };
    }));

    private Task<string> Try(string pod, string[] statements, CancellationToken ct) => Work(pod, sql => Run(sql, statements, ct), ct);

    private async Task Run(string pod, string[] statements, CancellationToken ct)
    {
        await using var sql = await servers.Open(Cluster, pod, ct);
        await Run(sql, statements, ct);
    }

    private static async Task Run(ISql sql, string[] statements, CancellationToken ct)
    {
        foreach (var statement in statements)
            await sql.Execute(statement, ct);
    }

    // Waited for from outside: a frozen server holds MySqlConnector longer than its token.
    private async Task<string> Work(string pod, Func<ISql, Task> work, CancellationToken ct)
    {
        try
        {
            await Inside().WaitAsync(ct);
            return "";
        }
        catch (Exception e) when (Unreachable.Is(e) || e is OperationCanceledException or AgentHost.Steps.StepFailedException or MySqlConnector.MySqlException)
        {
            return e is OperationCanceledException ? "no answer within the limit" : e.Message;
        }

        async Task Inside()
        {
            await using var sql = await servers.Open(Cluster, pod, ct);
            await work(sql);
        }
    }

    private Task<bool> InOrder(Func<CancellationToken, Task> work, CancellationToken stopping) => InOrder(
        async ct =>
        {
            await work(ct);
            return true;
        },
        stopping);

    private Task<T> InOrder<T>(Func<CancellationToken, Task<T>> work, CancellationToken stopping)
    {
        lock (_lock)
        {
            var mine = After(_tail, work, _current.Token, stopping);
            _tail = mine;
            return mine;
        }
    }

    private static async Task<T> After<T>(Task former, Func<CancellationToken, Task<T>> work, CancellationToken current, CancellationToken stopping)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(current, stopping);
        either.Token.ThrowIfCancellationRequested();
        return await work(either.Token);
    }
}
