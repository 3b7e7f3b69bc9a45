using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Care;

/// <summary>Asks, for every ClusterSet that was made and that nobody is changing, whether everything is still as applied.</summary>
public sealed class DriftLooks(CoordinatorDb db, LookRequests looks, TimeProvider clock, IOptions<CareOptions> options)
{
    /// <summary>One round: asks for what is due, and forgets old looks.</summary>
    public async Task Round(CancellationToken ct)
    {
        foreach (var set in await db.ClusterSets.AsNoTracking().ToListAsync(ct))
        {
            if (await IsDue(set.Name, ct))
                await looks.Ask(null, OperationKinds.Drift, set.ReadSpec(), ct);
            await Forget(set.Name, ct);
        }
    }

    private async Task<bool> IsDue(string set, CancellationToken ct)
    {
        var operations = db.Operations.AsNoTracking().Where(o => o.ClusterSet == set);
        if (await operations.AnyAsync(o => o.ActiveSet != null, ct))
            return false;
        var made = await operations.Where(o => o.Kind == ProvisionPlan.Kind).OrderByDescending(o => o.RequestedAt).Select(o => new { o.CurrentState, o.EndedAt }).FirstOrDefaultAsync(ct);
        if (made is not { CurrentState: OperationStates.Completed })
            return false;
        var last = await operations.Where(o => o.Kind == OperationKinds.Drift).OrderByDescending(o => o.RequestedAt).Select(o => new { o.RequestedAt, o.EndedAt }).FirstOrDefaultAsync(ct);
        var limit = clock.GetUtcNow() - options.Value.DriftInterval;
        return made.EndedAt <= limit && (last is null || (last.EndedAt is not null && last.RequestedAt <= limit));
    }

    private async Task Forget(string set, CancellationToken ct)
    {
        var old = await db.Operations.AsNoTracking()
            .Where(o => o.ClusterSet == set && o.Kind == OperationKinds.Drift && o.EndedAt != null)
            .OrderByDescending(o => o.RequestedAt)
            .Skip(options.Value.LooksKept)
            .Select(o => o.CorrelationId)
            .ToListAsync(ct);
        await db.Operations.Where(o => old.Contains(o.CorrelationId)).ExecuteDeleteAsync(ct);
    }
}
