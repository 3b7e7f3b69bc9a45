using System.Collections.Concurrent;
using System.Globalization;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Autorest;
using k8s.Models;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Carries out a guard's commands to its group: one after the other, but for a rung of the fencing ladder, which cancels what is under way.</summary>
internal sealed class GroupHands(GuardedCluster cluster, ClusterRounds rounds, IServers servers, Enforcers enforcers, IKubernetes kubernetes, TimeProvider time) : IAsyncDisposable
{
    private const string Action = "mysql_disable_super_read_only_if_primary', 'AFTER_PRIMARY_ELECTION";
    private const int StopGrace = 1; // seconds; with 0 the API server forgets the pod before its kubelet has ended it
    private static readonly TimeSpan OneMember = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JoiningLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private CancellationTokenSource _current = new();
    private readonly Dictionary<string, MemberEye> _eyes = cluster.Cluster.Pods.ToDictionary(pod => pod, pod => new MemberEye(servers, cluster.Cluster, pod, time));
    private readonly ConcurrentDictionary<KeptShut, string> _keptShut = new();
    private Task _tail = Task.CompletedTask;
    private Task<string>? _stopping;
    private bool _keepsStopped;

    private LocalCluster Cluster => cluster.Cluster;

    /// <summary>Leaves stamps with second enforcers. They wait for nothing else: each has a number, an older one changes nothing, and a late one costs a server its life.</summary>
    public Task Stamp(IEnumerable<MemberStamp> stamps, CancellationToken stopping) =>
        Task.WhenAll(stamps.Select(stamp => enforcers.Stamp(stamp.Member, stamp.Stamp, stopping)));

    /// <summary>Makes the group writable: its primary first, then every member is open to clients. Returns whether the primary was read back as writable.</summary>
    public Task<bool> Open(CancellationToken stopping) => InOrder(
        async ct =>
        {
            if ((await rounds.At(Cluster, ct)).Primary is not { HasQuorum: true } primary)
                return false;
            // Not super_read_only: switched off alone it leaves read_only on, and with it all accounts but administrators shut out (MySQL manual, super_read_only).
            await Try(primary.Pod, ["SET GLOBAL read_only = OFF", $"DO group_replication_enable_member_action('{Action}')"], ct);
            var seen = await rounds.At(Cluster, ct);
            await Task.WhenAll(seen.Members.Where(member => member.IsInGroup).Select(member => SetOffline(member.Pod, isOffline: false, ct)));
            return (await rounds.At(Cluster, ct)).Primary is { IsWritable: true };
        },
        stopping);

    /// <summary>Lets clients in, or nobody but administrators.</summary>
    public Task SetOffline(bool isOffline, IEnumerable<string> pods, CancellationToken stopping) => InOrder(ct => Task.WhenAll(pods.Select(pod => SetOffline(pod, isOffline, ct))), stopping);

    /// <summary>
    /// Whether AdminAPI brings a server back and starts its group itself: a second start would disturb it (error 3663, and by the account that it makes anew neither gets in; seen on the lab).
    /// Not one that has restarted meanwhile, as a clone ends: AdminAPI waits for the server's own start then, and that is the one which <see cref="GroupStart"/> mends.
    /// </summary>
    public bool IsLeftToAdminApi(GuardRound round) => _keptShut.Any(kept => kept.Value == round.Member.Pod && !round.HasRestartedWithin(BootClock.Now - kept.Key.Since));

    /// <summary>Lets nobody but administrators into a server until what is returned is disposed of; then the next look at the group decides.</summary>
    public async Task<IDisposable> KeepShut(string pod, CancellationToken stopping)
    {
        var kept = new KeptShut(_keptShut);
        _keptShut[kept] = pod;
        try
        {
            await Shut(pod, stopping);
            return kept;
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    private async Task Shut(string pod, CancellationToken stopping)
    {
        try
        {
            await InOrder(ct => SetOffline(pod, isOffline: true, ct), stopping);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            await SetOffline(pod, isOffline: true, stopping); // a fence has cancelled all that was under way
        }
    }

    /// <summary>
    /// Has a server start read-only and offline from now on, or no longer. A guarded one gives a source up that says nothing for <paramref name="netTimeout"/>: with the server's own 60 s the receiver
    /// hangs in its attempt to reach a lost site, and the promotion hangs in STOP REPLICA for as long (seen on the lab: 22 s).
    /// </summary>
    public Task SetStartsShut(string pod, bool shut, TimeSpan netTimeout, CancellationToken stopping) => InOrder(
        ct => Try(
            pod,
            shut
                ? ["SET PERSIST_ONLY super_read_only = ON", "SET PERSIST_ONLY offline_mode = ON", string.Create(CultureInfo.InvariantCulture, $"SET PERSIST replica_net_timeout = {GuardRound.WholeSeconds(netTimeout).TotalSeconds}")]
                : ["RESET PERSIST IF EXISTS super_read_only", "RESET PERSIST IF EXISTS offline_mode", "RESET PERSIST IF EXISTS replica_net_timeout", "SET GLOBAL replica_net_timeout = DEFAULT"],
            ct),
        stopping);

    /// <summary>Brings a server back into its group; returns the trouble, empty for none.</summary>
    public Task<string> StartGroup(string pod, CancellationToken ct) => Do(pod, GroupStart.On, JoiningLimit, ct);

    /// <summary>Writes the heartbeat row that replicas tell the age of what they have by.</summary>
    public Task Beat(string pod, CancellationToken ct) => Do(pod, (sql, token) => HeartbeatTable.Write(sql, cluster.ClusterSet, token), OneMember, ct);

    /// <summary>One rung of the ladder; what is under way is cancelled first. Returns what is not fenced, empty when all is proven.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="primary">The pod of the group's primary as last seen, which is fenced first; null where none was seen.</param>
    /// <param name="keepStopped">Whether servers that are stopped stay so.</param>
    /// <param name="limit">The rung's limit.</param>
    /// <param name="stopping">The guard ends.</param>
    public async Task<string> Climb(FenceRung rung, string? primary, bool keepStopped, TimeSpan limit, CancellationToken stopping)
    {
        await CancelCurrent();
        if (rung == FenceRung.Stop)
            return await StopServers(keepStopped, stopping);
        string[] statements = rung == FenceRung.Offline ? ["SET GLOBAL offline_mode = ON", "SET GLOBAL super_read_only = ON"] : ["SET GLOBAL super_read_only = ON"];
        var found = new ConcurrentDictionary<string, string>();
        if (primary is not null)
            await Fence(primary, isPrimary: true, rung, statements, limit, found, stopping);
        await Task.WhenAll(Cluster.Pods.Where(pod => pod != primary).Select(pod => Fence(pod, isPrimary: false, rung, statements, limit, found, stopping)));
        var silent = await NotStopped([.. found.Where(pod => pod.Value.Length > 0).Select(pod => pod.Key)], stopping);
        return string.Join("; ", silent.Select(pod => $"{pod}: {found[pod]}"));
    }

    // The action first where it still can be changed (it needs a writable primary): else an election inside the group makes a server writable again.
    private async Task Fence(string pod, bool isPrimary, FenceRung rung, string[] statements, TimeSpan limit, ConcurrentDictionary<string, string> found, CancellationToken stopping) => found[pod] = await Work(
        pod,
        async (sql, ct) =>
        {
            if (isPrimary && await sql.Scalar("SELECT @@GLOBAL.super_read_only", ct) == "0")
                await sql.Execute($"DO group_replication_disable_member_action('{Action}')", ct);
            if (rung == FenceRung.Offline)
                await KillClients(sql, ct);
            foreach (var statement in statements)
                await sql.Execute(statement, ct);
            return await sql.Scalar("SELECT @@GLOBAL.super_read_only", ct) == "1" ? "" : "it is not read-only after it was set so";
        },
        limit,
        stopping);

    /// <summary>Keeps the connections warm that a fence will need.</summary>
    public Task Warm(TimeSpan limit, CancellationToken stopping) => Task.WhenAll(Cluster.Pods.Select(pod => Do(pod, (sql, ct) => sql.Scalar("SELECT 1", ct), limit, stopping)));

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
    public async ValueTask DisposeAsync()
    {
        foreach (var eye in _eyes.Values)
            await eye.DisposeAsync();
        _current.Dispose();
    }

    // A stop that is under way is joined: asked again and again, it would never end.
    private Task<string> StopServers(bool keepStopped, CancellationToken ct)
    {
        lock (_lock)
            return _stopping is { IsCompleted: false } && _keepsStopped == keepStopped ? _stopping : _stopping = Stop(_keepsStopped = keepStopped, ct);
    }

    // Every server is ended by its kubelet; a fence that is held keeps the StatefulSet at 0 (the operator changes it only when the InnoDBCluster changes).
    private async Task<string> Stop(bool keepStopped, CancellationToken ct)
    {
        await Task.Yield();
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

    private Task<IList<V1Pod>> Pods(CancellationToken ct) => kubernetes.Of(Cluster, ct);

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
    private static async Task KillClients(ISql sql, CancellationToken ct)
    {
        foreach (var row in await sql.Query("SELECT ID id FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND NOT IN ('Daemon', 'Binlog Dump GTID', 'Connect') AND USER NOT IN ('system user', 'event_scheduler', 'mysql.session', 'root', 'localroot')", ct))
        {
            try
            {
                await sql.Execute($"KILL {row["id"]}", ct);
            }
            catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It has ended by itself.
            }
        }
    }

    private Task<string> SetOffline(string pod, bool isOffline, CancellationToken ct) =>
        !isOffline && _keptShut.Values.Contains(pod) ? Task.FromResult("") : Try(pod, [isOffline ? "SET GLOBAL offline_mode = ON" : "SET GLOBAL offline_mode = OFF"], ct);

    private Task<string> Try(string pod, string[] statements, CancellationToken ct) => Do(
        pod,
        async (sql, token) =>
        {
            foreach (var statement in statements)
                await sql.Execute(statement, token);
        },
        OneMember,
        ct);

    // What either succeeds or throws.
    private Task<string> Do(string pod, Func<ISql, CancellationToken, Task> work, TimeSpan limit, CancellationToken ct) => Work(
        pod,
        async (sql, token) =>
        {
            await work(sql, token);
            return "";
        },
        limit,
        ct);

    /// <summary>Works at one server over the connection that is kept; one that has died meanwhile is opened once more. Returns the trouble, empty for none.</summary>
    private async Task<string> Work(string pod, Func<ISql, CancellationToken, Task<string>> work, TimeSpan limit, CancellationToken ct)
    {
        var (started, trouble) = (time.GetTimestamp(), "");
        for (var tries = 0; tries < 2 && time.GetElapsedTime(started) < limit; tries++)
        {
            try
            {
                return await _eyes[pod].Read(work, limit - time.GetElapsedTime(started), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && (Unreachable.Is(e) || e is TimeoutException or OperationCanceledException or AgentHost.Steps.StepFailedException or MySqlException))
            {
                trouble = e is TimeoutException ? $"no answer within {limit.TotalSeconds:0.#} s" : e.Message;
            }
        }

        return trouble;
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

    private sealed class KeptShut(ConcurrentDictionary<KeptShut, string> all) : IDisposable
    {
        public TimeSpan Since { get; } = BootClock.Now;

        public void Dispose() => all.TryRemove(this, out _);
    }
}
