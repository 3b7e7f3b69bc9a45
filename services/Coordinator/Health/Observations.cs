using System.Collections.Concurrent;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>The newest observation of every site: in memory for this process, in the database for all others and for the next start.</summary>
public sealed class Observations(IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, SeenSite> _newest = new(StringComparer.Ordinal);

    /// <summary>Keeps an observation unless a newer one of the site is known.</summary>
    public async Task Take(SiteObservation observation, CancellationToken ct)
    {
        var seen = new SeenSite(observation, clock.GetUtcNow());
        var kept = _newest.AddOrUpdate(observation.Site, seen, (_, known) => IsNewer(observation, known.Observation) ? seen : known);
        if (kept == seen)
            await Store(seen, ct);
    }

    /// <summary>The newest of these sites, whichever Coordinator took it.</summary>
    public async Task<IReadOnlyDictionary<string, SeenSite>> Of(IReadOnlyCollection<string> sites, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        var stored = (await db.Observations.AsNoTracking().Where(row => sites.Contains(row.Site)).ToListAsync(ct)).Select(Read);
        return stored.Concat(sites.Select(_newest.GetValueOrDefault).OfType<SeenSite>())
            .GroupBy(seen => seen.Observation.Site)
            .ToDictionary(site => site.Key, site => site.MaxBy(seen => seen.SeenAt)!);
    }

    private static bool IsNewer(SiteObservation one, SiteObservation other) =>
        one.StartedAt > other.StartedAt || (one.StartedAt == other.StartedAt && one.Number > other.Number);

    private static SeenSite Read(ObservationRow row) => new(Wire.FromJson<SiteObservation>(JsonElement.Parse(row.Body)), row.SeenAt);

    private async Task Store(SeenSite seen, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        var (site, started, number, at, body) =
            (seen.Observation.Site, seen.Observation.StartedAt.ToUniversalTime(), seen.Observation.Number, seen.SeenAt, Wire.ToJson(seen.Observation).GetRawText());
        // Not through the change tracker: nobody waits for this commit, and there is one a second.
        var written = await db.Observations
            .Where(row => row.Site == site && (row.StartedAt < started || (row.StartedAt == started && row.Number < number)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.StartedAt, started).SetProperty(row => row.Number, number).SetProperty(row => row.SeenAt, at).SetProperty(row => row.Body, body), ct);
        if (written > 0 || await db.Observations.AnyAsync(row => row.Site == site, ct))
            return;
        db.Add(new ObservationRow { Site = site, StartedAt = started, Number = number, SeenAt = at, Body = body });
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>An observation and when it came, UTC by our clock.</summary>
/// <param name="Observation">What the site told.</param>
/// <param name="SeenAt">When it came.</param>
public sealed record SeenSite(SiteObservation Observation, DateTimeOffset SeenAt);
