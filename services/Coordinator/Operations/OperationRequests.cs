using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What people and other systems ask for; the API, the CLI and the message consumer all come here.</summary>
public sealed class OperationRequests(CoordinatorDb db, TimeProvider clock)
{
    /// <summary>Makes a ClusterSet as the spec says.</summary>
    /// <param name="id">The caller's id, or null to be given one.</param>
    /// <param name="spec">A good spec.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RequestResult> Provision(Guid? id, ClusterSetSpec spec, CancellationToken ct)
    {
        var wanted = new OperationState
        {
            CorrelationId = id ?? Guid.CreateVersion7(),
            Kind = ProvisionPlan.Kind,
            ClusterSet = spec.Name,
            Spec = Wire.ToJson(spec).GetRawText(),
            ActiveSet = spec.Name,
            RequestedAt = clock.GetUtcNow(),
        };
        if (await Known(wanted, id is not null, ct) is { } known)
            return known;
        try
        {
            return await Insert(wanted, ct);
        }
        catch (DbUpdateException)
        {
            // Somebody else asked in the same moment: now it is known.
            db.ChangeTracker.Clear();
            return await Known(wanted, id is not null, ct) ?? throw new TimeoutException($"could not store operation {wanted.CorrelationId}; ask again");
        }
    }

    /// <summary>Goes on with a failed or cancelled operation.</summary>
    public async Task<RequestResult> Resume(Guid id, CancellationToken ct)
    {
        if (await db.Operations.SingleOrDefaultAsync(o => o.CorrelationId == id, ct) is not { } operation)
            return new RequestResult.Missing();
        if (operation.CurrentState == OperationStates.Completed)
            return new RequestResult.Conflict("the operation is completed: there is nothing to resume", id);
        if (operation.CurrentState is OperationStates.Stopping or OperationStates.Cancelling)
            return new RequestResult.Conflict("the operation still waits for its running steps; resume it when it has ended", id);
        if (operation.ActiveSet is not null)
            return new RequestResult.Accepted(id);
        if (await Active(operation.ClusterSet, ct) is { } other)
            return Busy(other);
        operation.ActiveSet = operation.ClusterSet;
        operation.Send(new ResumeOperation(id), clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(ct);
            return new RequestResult.Accepted(id);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            return new RequestResult.Conflict($"another request for {operation.ClusterSet} came in the same moment; look and ask again", id);
        }
    }

    /// <summary>Starts nothing more of a running operation; what an agent is doing now comes to its end.</summary>
    public async Task<RequestResult> Cancel(Guid id, CancellationToken ct)
    {
        // Not tracked: the wish changes nothing of the operation, so it must not collide with an answer that is taken in the same moment.
        if (await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == id, ct) is not { } operation)
            return new RequestResult.Missing();
        if (OperationStates.IsEnded(operation.CurrentState))
            return new RequestResult.Conflict($"the operation has ended already: {operation.CurrentState}", id);
        db.Add(Message(operation, new CancelOperation(id)));
        await db.SaveChangesAsync(ct);
        return new RequestResult.Accepted(id);
    }

    private async Task<RequestResult> Insert(OperationState wanted, CancellationToken ct)
    {
        wanted.Send(new RunOperation(wanted.CorrelationId), wanted.RequestedAt);
        wanted.Tell(wanted.RequestedAt, "OperationRequested", $"{wanted.Kind} of {wanted.ClusterSet} was asked for");
        db.Add(wanted);
        if (await db.ClusterSets.FindAsync([wanted.ClusterSet], ct) is { } set)
            (set.Spec, set.LastOperation, set.AppliedAt) = (wanted.Spec, wanted.CorrelationId, wanted.RequestedAt);
        else
            db.Add(new ClusterSetRow { Name = wanted.ClusterSet, Spec = wanted.Spec, LastOperation = wanted.CorrelationId, AppliedAt = wanted.RequestedAt });
        await db.SaveChangesAsync(ct);
        return new RequestResult.Accepted(wanted.CorrelationId);
    }

    private async Task<RequestResult?> Known(OperationState wanted, bool hasOwnId, CancellationToken ct)
    {
        if (hasOwnId && await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == wanted.CorrelationId, ct) is { } same)
        {
            return same.Kind == wanted.Kind && same.Spec == wanted.Spec
                ? new RequestResult.Accepted(same.CorrelationId)
                : new RequestResult.Conflict($"operation {same.CorrelationId} was asked for before with other content; use a new id", same.CorrelationId);
        }

        var running = await Active(wanted.ClusterSet, ct);
        return running switch
        {
            null => null,
            _ when running.Kind == wanted.Kind && running.Spec == wanted.Spec => new RequestResult.Accepted(running.CorrelationId),
            _ => Busy(running),
        };
    }

    private Task<OperationState?> Active(string set, CancellationToken ct) => db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.ActiveSet == set, ct);

    private static RequestResult.Conflict Busy(OperationState running) => new(
        $"{running.Kind} {running.CorrelationId} of {running.ClusterSet} is running; wait for it or cancel it first",
        running.CorrelationId);

    private OutboxRow Message(OperationState operation, CancelOperation message) => new()
    {
        OperationId = operation.CorrelationId,
        Queue = QueueNames.Coordinator,
        Type = nameof(CancelOperation),
        Body = Wire.ToJson(message).GetRawText(),
        DueAt = clock.GetUtcNow(),
    };
}
