using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>A new lab with the example's ClusterSet in automatic mode, writers on both sites, and an eye on who would take writes.</summary>
public sealed class GuardedSet : IAsyncLifetime
{
    private readonly FreshLab _lab = new();
    private readonly CoordinatorClient _client = new(Lab.Coordinator, token: null);

    internal LabWriters Writers { get; private set; } = null!;

    internal Writability Writability { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // On few processors the fast profile's lease of 8 s can run out while nothing is wrong: a story is about what happens, not about how soon.
        Environment.SetEnvironmentVariable("LAB_FAST_FAILOVER", "false");
        await _lab.InitializeAsync();
        var made = await Apply();
        Assert.True(made.ExitCode == 0, made.ToString());
        var password = await LabServers.Password(default);
        Writers = await LabWriters.Begin(Lab.Sites, (await LabServers.Of("prod", default))["prd-0"], password, default);
        Writability = Writability.Begin(Lab.Sites, password);
        await Until("the detector is ready", view => view.Health.Detector is { Enforced: true, HeldBy.Count: 0, Holding.Count: >= 2 }, TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (Writers is not null)
            await Writers.DisposeAsync();
        if (Writability is not null)
            await Writability.DisposeAsync();
        _client.Dispose();
        await _lab.DisposeAsync();
    }

    /// <summary>Applies the set's spec.</summary>
    /// <param name="discard">Whether data that dr holds is given up.</param>
    internal static Task<Ran> Apply(bool discard = false) => Lab.Apply("automatic", maxDataLoss: "5s", delay: "30s", discard);

    /// <summary>Waits until the Coordinator says so.</summary>
    internal async Task<ClusterSetView> Until(string what, Func<ClusterSetView, bool> isSo, TimeSpan limit)
    {
        var (until, last) = (DateTimeOffset.UtcNow + limit, "nothing");
        while (DateTimeOffset.UtcNow < until)
        {
            try
            {
                if (await _client.ClusterSet("mycs", TestContext.Current.CancellationToken) is { } view)
                {
                    if (isSo(view))
                        return view;
                    last = $"{view.Health.Status}; {view.Health.Detector?.Sentence}; {string.Join(" | ", view.Health.Detector?.Guards.Select(guard => $"{guard.Key}: {guard.Value}") ?? [])}; {string.Join("; ", view.Health.Troubles)}";
                }
            }
            catch (CoordinatorUnreachableException e)
            {
                last = e.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        }

        Assert.Fail($"not so within {limit}: {what}; last: {last}; at once writable: {string.Join("; ", Writability?.Faults.Take(3) ?? [])}");
        throw new InvalidOperationException();
    }

    /// <summary>Waits until a site has the primary and clients write there again.</summary>
    /// <param name="site">The site.</param>
    /// <param name="lostAt">What was written before a while after this does not count.</param>
    internal async Task TakenOver(string site, DateTimeOffset lostAt)
    {
        await Until($"{site} has the primary", view => view.Health.PrimarySite == site && view.Health.Sites.Single(seen => seen.Site == site).Writable.Count == 1, TimeSpan.FromMinutes(4));
        await Written(lostAt + TimeSpan.FromSeconds(5));
    }

    /// <summary>Waits until a client's write is acknowledged after a time.</summary>
    internal async Task Written(DateTimeOffset after)
    {
        while (Writers.Newest < after)
        {
            Assert.True(DateTimeOffset.UtcNow < after + TimeSpan.FromMinutes(8), "no client could write for 8 minutes");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The node of a lost site is there again: it comes back fenced, and is taken back into the set.</summary>
    internal async Task Back(string site)
    {
        await FreshLab.Fault("start-node", site);
        await Until($"{site} is back and fenced", view => view.Health.Detector!.Guards.GetValueOrDefault(site, "").StartsWith("fenced", StringComparison.Ordinal)
            && view.Health.Sites.Single(seen => seen.Site == site) is { Stale: false, Writable.Count: 0 } back && back.Members.All(member => member.Trouble is null), TimeSpan.FromMinutes(5));
        OneWriterOnly();
        await Rejoin(site);
    }

    /// <summary>Takes a site back; one with transactions that the primary has not by clone.</summary>
    internal async Task Rejoin(string site)
    {
        var rejoined = await Lab.ClusterSet("rejoin", "mycs", site);
        if (rejoined.ExitCode != 0)
        {
            Assert.Contains("transactions that the primary has not", $"{rejoined}", StringComparison.Ordinal); // it went another way: shown, and given up by a person's word alone
            var anew = await Lab.ClusterSet("rejoin", "mycs", site, "--clone", "--confirm", "mycs");
            Assert.True(anew.ExitCode == 0, anew.ToString());
        }

        await Until("all is well", view => view.Health.Status == "HEALTHY" && view.Health.Detector is { Enforced: true }, TimeSpan.FromMinutes(3));
    }

    /// <summary>Waits until an operation of a kind is completed.</summary>
    internal async Task Completed(string kind, TimeSpan limit)
    {
        for (var until = DateTimeOffset.UtcNow + limit; ; await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken))
        {
            var seen = (await _client.Operations(TestContext.Current.CancellationToken)).FirstOrDefault(operation => operation.Kind == kind);
            if (seen?.State == "Completed")
                return;
            Assert.True(DateTimeOffset.UtcNow < until && seen?.State != "Failed", $"{kind} is not completed: {seen?.State ?? "not asked for"}, {seen?.Reason}");
        }
    }

    /// <summary>The newest report, which is of this failover and complete. A Coordinator that took it over completes it when it sees the new primary, clients may write before.</summary>
    internal async Task<PromotionView> Report(string from, string to)
    {
        PromotionView? newest = null;
        await Waiting.Until(
            $"the failover from {from} to {to} is reported",
            async () => await _client.Promotions("mycs", TestContext.Current.CancellationToken) is [{ RecoverySeconds: not null } report, ..] && (report.From, report.To) == (from, to) && (newest = report) is not null,
            TestContext.Current.CancellationToken);
        return newest!;
    }

    /// <summary>The newest report of a drill.</summary>
    internal async Task<DrillView> Drill() => (await _client.Drills("mycs", TestContext.Current.CancellationToken))[0];

    /// <summary>Nobody was ever writable beside another.</summary>
    internal void OneWriterOnly() => Assert.Empty(Writability.Faults);
}
