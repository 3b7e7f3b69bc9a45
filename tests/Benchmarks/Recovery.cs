using System.Diagnostics;
using System.Globalization;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Benchmarks;

/// <summary>How long writes are away when the primary's site is lost, and when the primary is moved; with a client on each site that writes through its router all the time.</summary>
internal sealed class Recovery : IDisposable
{
    private readonly CoordinatorClient _client = new(Lab.Coordinator, token: null);

    /// <summary>
    /// The node of the primary's site is stopped, again and again: the site that took over is the next one to be lost. On a new lab: a set that was made without the automation has no second
    /// enforcers until its pods are made anew.
    /// </summary>
    public static async Task<bool> PrintFailovers(int times)
    {
        using var recovery = new Recovery();
        var reset = await Lab.Script("reset");
        if (reset.ExitCode != 0)
            return Failed($"lab reset: {reset}");
        var automatic = await Lab.Apply("automatic", maxDataLoss: "60s", delay: "15s");
        if (automatic.ExitCode != 0)
            return Failed($"clusterset apply in mode automatic: {automatic}");
        var lost = new List<Lost>();
        for (var run = 0; run < times; run++)
        {
            if (await recovery.Ready(failsOver: true) is not { } primary || await recovery.Lose(primary) is not { } one)
                return false;
            lost.Add(one);
            Console.WriteLine($"{run + 1}: {one.From} lost, {one.To} took writes after {Figures.Seconds(one.Rto)}");
            if (!await recovery.Return(one.From))
                return false;
        }

        Figures.Print(
            $"loss of the primary's site, {times} times, fast profile (lease 8 s, failover delay 15 s), seconds",
            ["FROM", "TO", "EVIDENCE", "LEASES", "DRAIN", "ORDERS", "ADMINAPI", "ROUTER", "RTO", "LOSS"],
            [.. lost.Select(one => one.Row), Row("median", lost, Figures.Median), Row("p95", lost, times => times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.95) - 1)), Row("longest", lost, times => times.Max())]);
        return true;
    }

    /// <summary>The primary is moved there and back by drills.</summary>
    public static async Task<bool> PrintDrills(int times)
    {
        using var recovery = new Recovery();
        for (var run = 0; run < times; run++)
        {
            if (await recovery.Ready(failsOver: false) is not { } primary)
                return false;
            var drill = await Lab.ClusterSet("drill", "mycs", "--to", Lab.Sites.Single(site => site != primary));
            if (drill.ExitCode != 0)
                return Failed($"clusterset drill: {drill}");
        }

        var pauses = (await recovery._client.Drills("mycs", default)).Take(times).SelectMany(drill => new[] { drill.PauseThere, drill.PauseBack }).OfType<double>().Select(TimeSpan.FromSeconds).ToList();
        Console.WriteLine($"write pause of {pauses.Count} switchovers: median {Figures.Seconds(Figures.Median(pauses))}, longest {Figures.Seconds(pauses.Max())}");
        return true;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Waits until all is well (and, where it is to fail over, a detector watches and nothing holds that); the site that has the primary.</summary>
    private async Task<string?> Ready(bool failsOver)
    {
        await Lab.ClusterSet("acknowledge", "mycs");
        return await Until(view => view.Health is { Status: "HEALTHY", Detector: var detector } && (detector is { HeldBy.Count: 0 } || (detector is null && !failsOver)), "all is well") is { } view ? view.Health.PrimarySite : null;
    }

    private async Task<Lost?> Lose(string primary)
    {
        var password = await LabServers.Password(default);
        var before = (await _client.Promotions("mycs", default)).Select(report => report.Epoch).FirstOrDefault();
        if (await Until(view => Writable(view, primary).Count == 1, $"a server of {primary} takes writes") is not { } seen)
            return null;
        await using var writers = await LabWriters.Begin(Lab.Sites, (await LabServers.Of(primary, default))[Writable(seen, primary)[0]], password, default);
        await Until(_ => writers.Newest > DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1), "clients write");
        await Lab.Script("fault", "stop-node", primary);
        var lostAt = writers.Newest;
        if (await Until(_ => writers.Newest > lostAt + TimeSpan.FromSeconds(5), "clients write again") is null)
            return null;
        var again = writers.Acknowledged.Values.Where(at => at > lostAt + TimeSpan.FromSeconds(5)).Min();
        var report = await Until(
            async () => (await _client.Promotions("mycs", default)).FirstOrDefault(report => report.Epoch > before && report.RecoverySeconds is not null), "the failover is reported");
        return report is null ? null : new(report, again - lostAt);
    }

    private static IReadOnlyList<string> Writable(ClusterSetView view, string site) => view.Health.Sites.Single(seen => seen.Site == site).Writable;

    private async Task<bool> Return(string site)
    {
        await Lab.Script("fault", "start-node", site);
        if (await Until(view => view.Health.Detector!.Guards.GetValueOrDefault(site, "").StartsWith("fenced", StringComparison.Ordinal)
                && view.Health.Sites.Single(seen => seen.Site == site) is { Stale: false, Writable.Count: 0 } back && back.Members.All(member => member.Trouble is null), $"{site} is back and fenced") is null)
            return false;
        var rejoined = await Lab.ClusterSet("rejoin", "mycs", site);
        if (rejoined.ExitCode != 0)
            rejoined = await Lab.ClusterSet("rejoin", "mycs", site, "--clone", "--confirm", "mycs"); // it had transactions that the other has not
        return rejoined.ExitCode == 0 || Failed($"clusterset rejoin: {rejoined}");
    }

    private Task<ClusterSetView?> Until(Func<ClusterSetView, bool> isSo, string what) =>
        Until(async () => await _client.ClusterSet("mycs", default) is { } view && isSo(view) ? view : null, what);

    private static async Task<T?> Until<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(6); await Task.Delay(TimeSpan.FromMilliseconds(500)))
        {
            try
            {
                if (await look() is { } found)
                    return found;
            }
            catch (CoordinatorUnreachableException)
            {
                // It is asked again.
            }
        }

        Failed($"not so within 6 minutes: {what}");
        return null;
    }

    private static bool Failed(string words)
    {
        Console.Error.WriteLine(words);
        return false;
    }

    private static string[] Row(string title, List<Lost> lost, Func<IReadOnlyCollection<TimeSpan>, TimeSpan> of) =>
        [title, "", .. Enumerable.Range(0, lost[0].Parts.Count).Select(part => Text(of([.. lost.Select(one => one.Parts[part])])))];

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>One loss: the report, and the time from the last write that was acknowledged before it to the first one after it.</summary>
    private sealed record Lost(PromotionView Report, TimeSpan Rto)
    {
        public string From => Report.From;

        public string To => Report.To;

        public IReadOnlyList<TimeSpan> Parts { get; } =
        [
            Seconds(Report.Parts.Evidence),
            Seconds(Report.Parts.Leases),
            Seconds(Report.Parts.Drain),
            Seconds(Report.Parts.Orders),
            Seconds(Report.Parts.AdminApi),
            Rto - Seconds(Report.RecoverySeconds),
            Rto,
            Seconds(Report.LossSeconds),
        ];

        public string[] Row => [From, To, .. Parts.Select(Text)];

        private static TimeSpan Seconds(double? seconds) => TimeSpan.FromSeconds(seconds ?? 0);
    }
}
