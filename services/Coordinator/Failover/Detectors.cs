using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Letters;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>Runs a detector for every ClusterSet that was made and whose spec wants one. Only on PostgreSQL: its session lock makes one of several Coordinators the active one.</summary>
internal sealed partial class Detectors(
    IServiceScopeFactory scopes, IServiceProvider services, FailoverTimers timers, TimeProvider clock, IOptions<DetectorOptions> options, IOptions<DatabaseOptions> database, ILogger<Detectors> log) : BackgroundService, IAutomation
{
    private static readonly TimeSpan PauseLimit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, DetectorLoop> _loops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _dead = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _pauses = new(StringComparer.Ordinal);

    /// <summary>Hands a letter from a guard over.</summary>
    public void Take(FromGuard letter) => Loop(letter.ClusterSet)?.Take(letter);

    /// <inheritdoc/>
    public AutomationView? Of(string set) => Loop(set) is { } loop ? Views.Of(loop, clock.GetUtcNow()) : null;

    /// <inheritdoc/>
    public async Task<string?> Pause(string set, string? to, CancellationToken ct)
    {
        if (Loop(set) is not { } loop)
            return null;
        _pauses[set] = clock.GetUtcNow() + PauseLimit + PauseLimit;
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) < PauseLimit; await Task.Delay(TimeSpan.FromMilliseconds(200), clock, ct))
            if (IsAtRest(loop.State) && !IsQuarantined(loop.State, to))
                return null;
        _pauses.TryRemove(set, out _);
        return IsAtRest(loop.State)
            ? $"site {to} was lost and has not been taken back, so its guard keeps it fenced (clusterset rejoin {set} {to}; after that the automation takes it back within seconds)"
            : $"the automation of {set} did not come to rest within {PauseLimit.TotalSeconds:0} s: {DetectorStatus.Of(loop.State, BootClock.Now).Sentence}";
    }

    /// <inheritdoc/>
    public string? Approve(string set, string person, string to)
    {
        if (Active(set, out var why) is not { } loop)
            return why;
        if (loop.State is not { Record: { } record } || record.Primary == to)
            return $"site {to} has the authority already";
        if (!record.Promotable.Contains(to))
            return $"site {to} may not be promoted (those that may: {record.Promotable})";
        loop.Tell(new FailoverAcknowledged());
        loop.Tell(new FailoverApproved(person, to));
        return null;
    }

    /// <inheritdoc/>
    public async Task<string?> Maintain(string set, TimeSpan length, CancellationToken ct)
    {
        if (Active(set, out var why) is not { } loop)
            return why;
        await loop.Maintain(length, ct);
        return null;
    }

    /// <inheritdoc/>
    public async Task<string?> Acknowledge(string set, CancellationToken ct)
    {
        if (Active(set, out var why) is not { } loop)
            return why;
        await loop.Acknowledge(ct);
        return null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.Value.IsPostgres)
            return;
        using var timer = new PeriodicTimer(options.Value.LookInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Round(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The Coordinator is asked to stop.
        }

        foreach (var loop in _loops.Values)
            await loop.DisposeAsync();
    }

    private DetectorLoop? Loop(string set) => _loops.GetValueOrDefault(set);

    private DetectorLoop? Active(string set, out string? why)
    {
        var loop = Loop(set);
        why = loop switch
        {
            null => $"no detector watches over {set}: its failover mode is off, it is not made yet, or this Coordinator has no PostgreSQL",
            { State.Role: DetectorRole.Standby } => "another Coordinator's detector is the active one, or the database does not answer: ask again in a moment, or ask the other Coordinator",
            _ => null,
        };
        return why is null ? loop : null;
    }

    private static bool IsQuarantined(DetectorState state, string? site) => site is not null && state.Record?.Quarantined.Contains(site) == true;

    private bool IsAtRest(DetectorState state) => state is { Swap: null, Run: null, Record: { Enforced: false, Promotion: null } record }
        && state.Sites.All(view => view.FreshReport(BootClock.Now, timers.AnswerFreshness) is not { } report || report.KeptEpoch >= record.Epoch);

    private async Task Round(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
            var wanted = await Wanted(db, scope.ServiceProvider.GetRequiredService<SpecHistory>(), ct);
            foreach (var (set, loop) in _loops)
                if (!wanted.ContainsKey(set) && _loops.TryRemove(set, out _))
                    await loop.DisposeAsync();
            foreach (var (set, spec) in wanted)
                await Adjust(set, spec, db, scope.ServiceProvider, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is DbException or DbUpdateException or TimeoutException || e is InvalidOperationException { InnerException: DbException })
        {
            LogRound(e.Message); // the detectors that run go on: the database's silence is theirs to judge
        }
    }

    // A set whose making has ended; one that was dissolved has no spec in force. One whose mode is off now is watched until its guards know that nothing is enforced any more, and every lost site is
    // taken back.
    private async Task<Dictionary<string, ClusterSetSpec>> Wanted(CoordinatorDb db, SpecHistory history, CancellationToken ct)
    {
        var wanted = new Dictionary<string, ClusterSetSpec>();
        foreach (var set in await db.ClusterSets.AsNoTracking().Select(row => row.Name).ToListAsync(ct))
            if (await history.Members(set, ct) is { Count: > 0 } members && await history.InForce(set, ct) is { } spec && (spec.Failover.Mode != FailoverMode.Off || await IsLeftEnforced(db, set, members, ct)))
                wanted[set] = spec with { Sites = [.. spec.Sites.Where(site => members.Contains(site.Name))] };
        return wanted;
    }

    private async Task<bool> IsLeftEnforced(CoordinatorDb db, string set, IReadOnlyList<string> members, CancellationToken ct)
    {
        var loop = Loop(set);
        if (loop is not null && !IsAtRest(loop.State))
            return true;
        var record = loop is not null
            ? loop.State.Record
            : await db.Authorities.AsNoTracking().Where(row => row.ClusterSet == set).Select(row => row.Record).FirstOrDefaultAsync(ct) is { } json ? AuthoritySession.Read(json) : null;
        return record is not null && members.Any(record.IsEnforcedOn);
    }

    private async Task Adjust(string set, ClusterSetSpec spec, CoordinatorDb db, IServiceProvider scope, CancellationToken ct)
    {
        var busy = await db.Operations.AsNoTracking().Where(o => o.ActiveSet == set).Select(o => o.Kind).FirstOrDefaultAsync(ct) is { } kind && OperationKinds.MovesThePrimary(kind);
        if (!busy && _pauses.TryGetValue(set, out var until) && clock.GetUtcNow() >= until)
            _pauses.TryRemove(set, out _);
        var rests = busy || _pauses.ContainsKey(set);
        var settings = Settings(spec, rests);
        if (Loop(set) is not { } loop)
            _loops[set] = loop = await Begin(set, spec, settings, db, scope, ct);
        else if (!IsSame(loop.State.Settings, settings))
            loop.Tell(new SettingsChanged(settings));
        loop.Rests = rests;
    }

    private async Task<DetectorLoop> Begin(string set, ClusterSetSpec spec, DetectorSettings settings, CoordinatorDb db, IServiceProvider scope, CancellationToken ct)
    {
        var primary = await scope.GetRequiredService<PrimaryNow>().Of(spec, ct);
        var known = await db.Authorities.AsNoTracking().Where(row => row.ClusterSet == set).Select(row => row.Places).FirstOrDefaultAsync(ct);
        var places = known is null ? [] : Wire.FromJson<Dictionary<string, SitePlaces>>(JsonElement.Parse(known));
        var parts = new DetectorParts(services.GetRequiredService<DirectPost>(), ByBroker, new PromotionReports(scopes, clock), options.Value.Witnesses, options.Value.AnswerLimit, clock);
        return new(parts, settings, new AuthoritySession(services.GetRequiredService<NpgsqlDataSource>(), set, primary), places, log) { Suspects = Share };
    }

    private DetectorSettings Settings(ClusterSetSpec spec, bool paused) => new()
    {
        Detector = options.Value.Name,
        ClusterSet = spec.Name,
        Sites = SiteSet.Of(spec.Sites.Select(site => site.Name)),
        Mode = paused ? FailoverMode.Observe : spec.Failover.Mode,
        MaxDataLoss = spec.Failover.MaxDataLoss,
        Preference = spec.Failover.Preference,
        Timers = timers with { FailoverDelay = Delay(spec) },
    };

    // The spec's reader does not know which profile a Coordinator runs with.
    private TimeSpan Delay(ClusterSetSpec spec)
    {
        var floor = timers.FastProfile ? FailoverTimers.FastDelayFloor : FailoverTimers.DelayFloor;
        return spec.Failover.Delay > floor ? spec.Failover.Delay : floor;
    }

    private static bool IsSame(DetectorSettings one, DetectorSettings other) =>
        one with { Preference = [] } == other with { Preference = [] } && one.Preference.SequenceEqual(other.Preference);

    private void Share(string set, bool looksDead, string primarySite)
    {
        if (looksDead)
            _dead[set] = primarySite;
        else
            _dead.TryRemove(set, out _);
        foreach (var (other, loop) in _loops)
            loop.Tell(new OtherSetsSeen(_dead.Any(dead => dead.Key != other && dead.Value != loop.State.Record?.Primary)));
    }

    private async Task ByBroker(ToGuard letter, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.AnswerLimit);
        await services.GetRequiredService<IBus>()
            .Publish(new GuardLetter { Site = letter.Site, Body = Wire.ToJson(letter) }, context => context.TimeToLive = GuardLetter.TimeToLive, limit.Token)
            .WaitAsync(limit.Token);
    }

    [LoggerMessage(1440, LogLevel.Warning, "The ClusterSets can not be read, the detectors go on with what they know: {Reason}")]
    private partial void LogRound(string reason);
}
