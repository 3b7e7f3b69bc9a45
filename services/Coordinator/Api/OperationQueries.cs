using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>What people look at; the API and the embedded CLI ask here.</summary>
public sealed class OperationQueries(CoordinatorDb db, IPlans plans, Observations observations, IAutomation automation, CommitSignal signal, TimeProvider clock)
{
    private static readonly TimeSpan OtherProcesses = TimeSpan.FromMilliseconds(500);

    /// <summary>One operation with its stages and steps, or null.</summary>
    public async Task<OperationView?> Operation(Guid id, CancellationToken ct) =>
        await db.Operations.AsNoTracking().Include(o => o.Steps).Include(o => o.Inbox).AsSplitQuery().SingleOrDefaultAsync(o => o.CorrelationId == id, ct) is { } operation
            ? operation.ToView(plans.For(operation.Input()))
            : null;

    /// <summary>The newest operations, newest first, without stages.</summary>
    public async Task<IReadOnlyList<OperationView>> Operations(int limit, CancellationToken ct) =>
        [.. (await db.Operations.AsNoTracking().OrderByDescending(o => o.RequestedAt).Take(limit).ToListAsync(ct)).Select(o => o.ToView())];

    /// <summary>The detector's reports of a ClusterSet, newest first.</summary>
    public async Task<IReadOnlyList<PromotionView>> Promotions(string set, CancellationToken ct) =>
        (await db.Promotions.AsNoTracking().Where(row => row.ClusterSet == set).OrderByDescending(row => row.Epoch).ToListAsync(ct)).ConvertAll(row => row.ToView());

    /// <summary>The drills of a ClusterSet, newest first.</summary>
    public async Task<IReadOnlyList<DrillView>> Drills(string set, CancellationToken ct)
    {
        var promotions = await Promotions(set, ct);
        var drills = await db.Operations.AsNoTracking().Include(o => o.Steps)
            .Where(o => o.ClusterSet == set && (o.Kind == DrillPlan.Kind || o.Kind == IsolationPlan.Kind))
            .OrderByDescending(o => o.RequestedAt)
            .ToListAsync(ct);
        return drills.ConvertAll(drill => DrillMapping.Of(drill, promotions));
    }

    /// <summary>What happened in an operation after an event; waits for something to happen, no longer than told. Null when there is no such operation.</summary>
    public async Task<IReadOnlyList<OperationEventView>?> Events(Guid id, long after, TimeSpan wait, CancellationToken ct)
    {
        for (var started = clock.GetTimestamp(); ;)
        {
            var next = signal.Next;
            var events = await db.Events.AsNoTracking().Where(e => e.OperationId == id && e.Id > after).OrderBy(e => e.Id).Take(1000).ToListAsync(ct);
            if (events.Count > 0)
                return events.ConvertAll(row => row.ToView());
            if (!await db.Operations.AnyAsync(o => o.CorrelationId == id, ct))
                return null;
            var left = wait - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return [];
            await CommitSignal.Wait(next, left < OtherProcesses ? left : OtherProcesses, clock, ct);
        }
    }

    /// <summary>Every ClusterSet, by name.</summary>
    public async Task<IReadOnlyList<ClusterSetView>> ClusterSets(CancellationToken ct)
    {
        var views = new List<ClusterSetView>();
        foreach (var row in await db.ClusterSets.AsNoTracking().OrderBy(set => set.Name).ToListAsync(ct))
            views.Add(await View(row, ct));
        return views;
    }

    /// <summary>One ClusterSet, or null.</summary>
    public async Task<ClusterSetView?> ClusterSet(string name, CancellationToken ct) =>
        await db.ClusterSets.AsNoTracking().SingleOrDefaultAsync(set => set.Name == name, ct) is { } row ? await View(row, ct) : null;

    /// <summary>Every agent that was ever heard of.</summary>
    public async Task<IReadOnlyList<AgentView>> Agents(CancellationToken ct) =>
        [.. (await db.Agents.AsNoTracking().OrderBy(a => a.Site).ThenBy(a => a.Agent).ToListAsync(ct)).Select(a => a.ToView(clock.GetUtcNow()))];

    private async Task<ClusterSetView> View(ClusterSetRow row, CancellationToken ct)
    {
        var last = await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == row.LastOperation, ct);
        var verified = await db.Operations.AsNoTracking()
            .Where(o => o.ClusterSet == row.Name)
            .SelectMany(o => o.Steps)
            .Where(step => step.Stage == VerifyStage && step.Facts != null)
            .OrderByDescending(step => step.EndedAt)
            .FirstOrDefaultAsync(ct);
        var spec = row.ReadSpec();
        var seen = await observations.Of([.. spec.Sites.Select(site => site.Name)], ct);
        return new ClusterSetView
        {
            Name = row.Name,
            Spec = spec,
            Health = WithDrill(HealthReport.Of(spec, seen, clock.GetUtcNow(), automation.Of(row.Name)), last),
            LastOperation = last?.ToView(),
            Drift = await Drift(row.Name, ct),
            Status = verified is null ? null : Wire.FromJson<ClusterSetStatus>(JsonElement.Parse(verified.Facts!)),
            StatusAt = verified?.EndedAt,
        };
    }

    // Whoever is woken by a set that takes no writes must see at once that it is a drill.
    private static HealthView WithDrill(HealthView health, OperationState? last) => last is { Kind: IsolationPlan.Kind, EndedAt: null }
        ? health with { Troubles = [$"a drill cuts {OperationContext.Read(last.Context).PrimarySite} off from all other sites, for the detector to replace it (clusterset operations {last.CorrelationId}); that ends by itself", .. health.Troubles] }
        : health;

    private async Task<DriftView?> Drift(string set, CancellationToken ct)
    {
        var look = await db.Operations.AsNoTracking()
            .Include(o => o.Steps)
            .Where(o => o.ClusterSet == set && o.Kind == OperationKinds.Drift && o.CurrentState == OperationStates.Completed)
            .OrderByDescending(o => o.EndedAt)
            .FirstOrDefaultAsync(ct);
        return look is null ? null : DriftMapping.Of(look);
    }

    private const string VerifyStage = ProofStages.Last;
}
