using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Asks for operations that only look: they keep nobody from anything, and leave the ClusterSet's own row alone.</summary>
public sealed class LookRequests(CoordinatorDb db, SetContext contexts, SpecHistory history, TimeProvider clock)
{
    /// <summary>Looks at a spec.</summary>
    /// <param name="id">The caller's id, or null to be given one.</param>
    /// <param name="kind">One of <see cref="OperationKinds"/>.</param>
    /// <param name="spec">A good spec.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RequestResult> Ask(Guid? id, string kind, ClusterSetSpec spec, CancellationToken ct)
    {
        var wanted = new OperationState
        {
            CorrelationId = id ?? Guid.CreateVersion7(),
            Kind = kind,
            ClusterSet = spec.Name,
            Spec = Wire.ToJson(spec).GetRawText(),
            Context = Wire.ToJson(await contexts.Of(spec, ct)).GetRawText(),
            RequestedAt = clock.GetUtcNow(),
        };
        if (await Known(wanted, ct) is { } known)
            return known;
        // What apply would refuse is refused here too, so that a plan never shows what can not be had.
        if (kind != OperationKinds.Drift && await history.InForce(spec.Name, ct) is { } before && SpecChanges.Faults(before, spec) is { Count: > 0 } faults)
            return new RequestResult.Bad(faults);
        wanted.Send(new RunOperation(wanted.CorrelationId), wanted.RequestedAt);
        wanted.Tell(wanted.RequestedAt, "OperationRequested", $"{kind} of {spec.Name} was asked for");
        db.Add(wanted);
        try
        {
            await db.SaveChangesAsync(ct);
            return new RequestResult.Accepted(wanted.CorrelationId);
        }
        catch (DbUpdateException)
        {
            // Somebody else asked with the same id in the same moment: now it is known.
            db.ChangeTracker.Clear();
            return await Known(wanted, ct) ?? throw new TimeoutException($"could not store operation {wanted.CorrelationId}; ask again");
        }
    }

    private async Task<RequestResult?> Known(OperationState wanted, CancellationToken ct) =>
        await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == wanted.CorrelationId, ct) switch
        {
            null => null,
            var same when same.Kind == wanted.Kind && same.Spec == wanted.Spec => new RequestResult.Accepted(same.CorrelationId),
            var other => new RequestResult.Conflict($"operation {other.CorrelationId} was asked for before with other content; use a new id", other.CorrelationId),
        };
}
