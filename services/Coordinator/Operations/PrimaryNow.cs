using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Finds out which site has the primary: the spec names only where the set was founded.</summary>
public sealed class PrimaryNow(CoordinatorDb db, Observations observations)
{
    /// <summary>What the servers said last or, when that is newer, where the last operation moved the primary; else the spec's primary. A site that has left the spec does not count.</summary>
    public async Task<string> Of(ClusterSetSpec spec, CancellationToken ct)
    {
        var (observed, moved) = (await Observed(spec, ct), await Moved(spec, ct));
        var newest = moved is not null && (observed is null || moved.At > observed.At) ? moved : observed;
        return newest?.Site ?? spec.Primary;
    }

    private async Task<Told?> Observed(ClusterSetSpec spec, CancellationToken ct)
    {
        var seen = await observations.Of([.. spec.Sites.Select(site => site.Name)], ct);
        if (HealthReport.NewestView(spec, seen) is not { Primary: { } name } newest || spec.Sites.FirstOrDefault(site => spec.NameInSet(site) == name) is not { } primary)
            return null;
        var at = spec.Sites
            .Where(site => HealthReport.Cluster(site, seen.GetValueOrDefault(site.Name))?.Set?.View == newest.View)
            .Max(site => seen[site.Name].SeenAt);
        return new(primary.Name, at);
    }

    private async Task<Told?> Moved(ClusterSetSpec spec, CancellationToken ct)
    {
        // A set of the same name that was made after another one's end has its primary where its own spec says.
        var ended = await db.Operations.AsNoTracking()
            .Where(operation => operation.ClusterSet == spec.Name && operation.Kind == DissolvePlan.Kind && operation.CurrentState == OperationStates.Completed)
            .OrderByDescending(operation => operation.RequestedAt)
            .Select(operation => (DateTimeOffset?)operation.RequestedAt)
            .FirstOrDefaultAsync(ct) ?? DateTimeOffset.MinValue;
        var last = await db.Operations.AsNoTracking()
            .Where(operation => operation.ClusterSet == spec.Name && operation.RequestedAt > ended && Moves.Kinds.Contains(operation.Kind))
            .SelectMany(operation => operation.Steps, (operation, step) => new { operation.Request, operation.Context, step.Stage, step.State, step.EndedAt })
            .Where(move => (move.Stage == Moves.Stage || move.Stage == Moves.Stage + Moves.Back) && move.State == StepStates.Done && move.EndedAt != null)
            .OrderByDescending(move => move.EndedAt)
            .FirstOrDefaultAsync(ct);
        var moved = last is not { Request: { } request } ? null : last.Stage == Moves.Stage ? Target(request) : OperationContext.Read(last.Context).PrimarySite;
        return moved is not null && spec.Site(moved) is not null ? new(moved, last!.EndedAt!.Value) : null;
    }

    private static string? Target(string request) => Wire.FromJson<MoveTarget>(JsonElement.Parse(request)).To;

    private sealed record MoveTarget(string? To);

    private sealed record Told(string Site, DateTimeOffset At);
}
