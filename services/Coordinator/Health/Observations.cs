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
        var (now, lives) = (clock.GetUtcNow(), observation.Clusters.Any(cluster => cluster.Primary is not null));
        var known = _newest.GetValueOrDefault(observation.Site) ?? (await Of([observation.Site], ct)).GetValueOrDefault(observation.Site);
        var seen = new SeenSite(observation, now) { LastAlive = lives ? new(observation, now) : known?.LastAlive };
        if (_newest.AddOrUpdate(observation.Site, seen, (_, other) => IsNewer(observation, other.Observation) ? seen : other) == seen)
            await Store(seen, lives, ct);
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

    private static SeenSite Read(ObservationRow row) => new(Observation(row.Body), row.SeenAt)
    {
        LastAlive = row is { Alive: { } alive, AliveAt: { } at } ? new(Observation(alive), at) : null,
    };

    private static SiteObservation Observation(string json) => Wire.FromJson<SiteObservation>(JsonElement.Parse(json));

    private async Task Store(SeenSite seen, bool lives, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        var row = new ObservationRow
        {
            Site = seen.Observation.Site, StartedAt = seen.Observation.StartedAt.ToUniversalTime(), Number = seen.Observation.Number, SeenAt = seen.SeenAt,
            Body = Wire.ToJson(seen.Observation).GetRawText(),
        };
        if (lives)
            (row.AliveAt, row.Alive) = (row.SeenAt, row.Body);
        if (await Update(db, row, ct) == 0 && !await db.Observations.AnyAsync(known => known.Site == row.Site, ct))
        {
            db.Add(row);
            await db.SaveChangesAsync(ct);
        }
    }

    // Not through the change tracker: nobody waits for this commit, and there is one a second.
    private static Task<int> Update(CoordinatorDb db, ObservationRow row, CancellationToken ct)
    {
        var older = db.Observations.Where(known => known.Site == row.Site && (known.StartedAt < row.StartedAt || (known.StartedAt == row.StartedAt && known.Number < row.Number)));
        return older.ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(known => known.StartedAt, row.StartedAt).SetProperty(known => known.Number, row.Number).SetProperty(known => known.SeenAt, row.SeenAt).SetProperty(known => known.Body, row.Body);
                if (row.Alive is not null)
                    set.SetProperty(known => known.AliveAt, row.AliveAt).SetProperty(known => known.Alive, row.Alive);
            },
            ct);
    }
}
