using System.Collections.Concurrent;
using System.Globalization;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// The stamps of the second enforcers: files in the mysql containers that the enforcers go by (see <see cref="EnforcerProbe"/>). They are left and read through a shell that stays in each container:
/// an exec for each would cost the API server and the node far more, and come late on a busy one. What was read is good for a while; until the next reading the enforcer's clock is reckoned, never ahead of the true one.
/// </summary>
internal sealed class Enforcers(IPodDialogues dialogues, GuardedCluster cluster, FailoverTimers timers) : IAsyncDisposable
{
    /// <summary>A pod without an enforcer gets one with its next start only, and then it is forgotten here anyway.</summary>
    private static readonly TimeSpan AbsentFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Reading> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnforcerLine> _lines = cluster.Cluster.Pods.ToDictionary(pod => pod, pod => new EnforcerLine(dialogues, new(cluster.Cluster.Namespace, pod, "mysql")));

    /// <summary>The clock and the stamp of a pod's enforcer at a time; null where it has none that works.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">The guard's clock: the beginning of a look.</param>
    /// <param name="fresh">Whether only a new reading will do.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(TimeSpan Clock, RightStamp? Stamp)?> Of(string pod, TimeSpan now, bool fresh, CancellationToken ct)
    {
        if (!fresh && _known.TryGetValue(pod, out var known) && now - known.ReadAt < (known.Clock is null ? AbsentFor : timers.AnswerFreshness))
            return known.Clock is { } clock ? (clock + ((now - known.ReadAt) * (1 - timers.ClockDrift)), known.Stamp) : null;
        var read = await Run(pod, null, ct);
        return read.Clock is { } seen ? (seen, read.Stamp) : null;
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
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var clock, var ran, .. var words] || Time(clock) is not { } now || Time(ran) is not { } at || now - at > EnforcerProbe.Stale)
            return new(readAt, null, null);
        return words is [var kind, var deadline, var sequence] && EnforcerProbe.Kind(kind) is { } known && Time(deadline) is { } until && long.TryParse(sequence, CultureInfo.InvariantCulture, out var number)
            ? new(readAt, now, new(known, until, number))
            : new(readAt, now, null);
    }

    private static string Hundredths(TimeSpan time) => ((long)Math.Floor(time.TotalMilliseconds / 10)).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? Time(string hundredths) => long.TryParse(hundredths, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number * 10) : null;

    /// <summary>What an enforcer's shell told.</summary>
    /// <param name="ReadAt">The guard's clock when it had come.</param>
    /// <param name="Clock">The enforcer's clock; null where no enforcer works.</param>
    /// <param name="Stamp">Its stamp.</param>
    internal sealed record Reading(TimeSpan ReadAt, TimeSpan? Clock, RightStamp? Stamp);
}
