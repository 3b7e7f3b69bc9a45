using System.Collections.Concurrent;
using System.Globalization;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Operator;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// The stamps of the second enforcers: files in the mysql containers that the enforcers go by (see <see cref="EnforcerProbe"/>). They are left and read through a shell that stays in each container:
/// an exec for each would cost the API server and the node far more, and come late on a busy one. What was read is good for a while; until the next reading the enforcer's clock is reckoned, never ahead of the true one.
/// </summary>
internal sealed class Enforcers(IPodDialogues dialogues, EnforcerCalls calls, GuardedCluster cluster, FailoverTimers timers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Reading> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnforcerLine> _lines = cluster.Cluster.Pods.ToDictionary(pod => pod, pod => new EnforcerLine(dialogues, calls, new(cluster.Cluster.Namespace, pod, PodSpecs.ServerContainer)));

    /// <summary>A pod's enforcer at a time; null where it has none. That is never kept: one that was overlooked gets no stamp, and ends a server that has the right to write.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">The guard's clock: the beginning of a look.</param>
    /// <param name="fresh">Whether only a new reading will do.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<EnforcerLook?> Of(string pod, TimeSpan now, bool fresh, CancellationToken ct)
    {
        if (!fresh && _known.TryGetValue(pod, out var known) && known.Enforcer is { } kept && now - known.ReadAt < timers.AnswerFreshness)
            return kept with { Clock = kept.Clock + ((now - known.ReadAt) * (1 - timers.ClockDrift)) };
        return (await Run(pod, null, ct)).Enforcer;
    }

    /// <summary>Leaves a stamp, unless the enforcer has one with a higher sequence.</summary>
    public Task Stamp(string pod, RightStamp stamp, CancellationToken ct) => Run(pod, stamp, ct);

    /// <summary>Forgets what was read: the pod or its container may be another one.</summary>
    public void Forget(string pod) => _known.TryRemove(pod, out _);

    private async Task<Reading> Run(string pod, RightStamp? stamp, CancellationToken ct)
    {
        var mark = stamp is null ? "" : $"{EnforcerProbe.Word(stamp.Kind)} {Hundredths(stamp.Deadline)} {stamp.Sequence.ToString(CultureInfo.InvariantCulture)}";
        var answer = await _lines[pod].Ask(mark, ct);
        return _known[pod] = Read(answer, BootClock.Now);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines.Values)
            await line.DisposeAsync();
    }

    /// <summary>A line: the clock, the time of the enforcer's last look (a word where there was none in this life of the container), and the stamp of this life if there is one.</summary>
    internal static Reading Read(string line, TimeSpan readAt)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var clock, var ran, .. var words] || Time(clock) is not { } now || Time(ran) is not { } at)
            return new(readAt, null);
        var stamp = words is [var kind, var deadline, var sequence] && EnforcerProbe.Kind(kind) is { } known && Time(deadline) is { } until && long.TryParse(sequence, CultureInfo.InvariantCulture, out var number)
            ? new RightStamp(known, until, number)
            : null;
        return new(readAt, new(now, stamp, IsAwake: now - at <= EnforcerProbe.Stale));
    }

    private static string Hundredths(TimeSpan time) => ((long)Math.Floor(time.TotalMilliseconds / 10)).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? Time(string hundredths) => long.TryParse(hundredths, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number * 10) : null;

    /// <summary>What an enforcer's shell told.</summary>
    /// <param name="ReadAt">The guard's clock when it had come.</param>
    /// <param name="Enforcer">The enforcer; null where there is none.</param>
    internal sealed record Reading(TimeSpan ReadAt, EnforcerLook? Enforcer);
}

/// <summary>A second enforcer as it was found.</summary>
/// <param name="Clock">Its clock.</param>
/// <param name="Stamp">The stamp that it goes by.</param>
/// <param name="IsAwake">Whether it has looked lately. One that has not can not be counted on; yet it may wake up any time, so it is stamped like any other.</param>
internal sealed record EnforcerLook(TimeSpan Clock, RightStamp? Stamp, bool IsAwake = true);
