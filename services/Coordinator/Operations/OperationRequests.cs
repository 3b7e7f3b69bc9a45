using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What people and other systems ask for; the API, the CLI and the message consumer all come here.</summary>
public sealed class OperationRequests(CoordinatorDb db, SetContext contexts, SpecHistory history, IAutomation automation, TimeProvider clock)
{
    /// <summary>Makes a ClusterSet as the spec says, with the primary where it is now: a spec never moves it back.</summary>
    /// <param name="id">The caller's id, or null to be given one.</param>
    /// <param name="spec">A good spec.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RequestResult> Provision(Guid? id, ClusterSetSpec spec, CancellationToken ct) =>
        await history.InForce(spec.Name, ct) is { } before && SpecChanges.Faults(before, spec) is { Count: > 0 } faults
            ? new RequestResult.Bad(faults)
            : await Store(await New(id, ProvisionPlan.Kind, spec, null, ct), id is not null, ct);

    /// <summary>Does something with a ClusterSet that is known by its spec.</summary>
    /// <param name="id">The caller's id, or null to be given one.</param>
    /// <param name="kind">The kind of operation.</param>
    /// <param name="set">The ClusterSet's name.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="faults">Finds what is wrong with the request, from the spec with the primary where it is now, and what is known of the set.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RequestResult> Ask(Guid? id, string kind, string set, object request, Func<ClusterSetSpec, OperationContext, IEnumerable<SpecFault>> faults, CancellationToken ct)
    {
        if (await db.ClusterSets.AsNoTracking().SingleOrDefaultAsync(row => row.Name == set, ct) is not { } known)
            return new RequestResult.Missing($"there is no ClusterSet {set}");
        var spec = known.ReadSpec();
        var wanted = await New(id, kind, spec, request, ct);
        if (await Known(wanted, id is not null, ct) is { } asked)
            return asked;
        var context = OperationContext.Read(wanted.Context);
        if (faults(spec with { PrimaryNow = context.PrimarySite }, context).ToList() is { Count: > 0 } found)
            return new RequestResult.Bad(found);
        return OperationKinds.WaitsForRest(kind) && await automation.Pause(set, Target(request), ct) is { } why
            ? new RequestResult.Refused(why)
            : await Store(wanted, id is not null, ct);
    }

    /// <summary>Goes on with a failed or cancelled operation.</summary>
    public async Task<RequestResult> Resume(Guid id, CancellationToken ct)
    {
        if (await db.Operations.SingleOrDefaultAsync(o => o.CorrelationId == id, ct) is not { } operation)
            return new RequestResult.Missing($"there is no operation {id}");
        if (operation.CurrentState == OperationStates.Completed)
            return new RequestResult.Conflict("the operation is completed: there is nothing to resume", id);
        if (operation.CurrentState is OperationStates.Stopping or OperationStates.Cancelling)
            return new RequestResult.Conflict("the operation still waits for its running steps; resume it when it has ended", id);
        if (operation.OnlyLooks)
            return new RequestResult.Conflict($"a {operation.Kind} is not resumed; ask for a new one", id);
        if (operation.ActiveSet is not null)
            return new RequestResult.Accepted(id);
        if (await Active(operation.ClusterSet, ct) is { } other)
            return Busy(other);
        (operation.ActiveSet, operation.EndedAt) = (operation.ClusterSet, null); // whoever follows it must not take its last end for the next
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
        // Not tracked: the message alone is written, so that it can not collide with an answer that is being taken.
        if (await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == id, ct) is not { } operation)
            return new RequestResult.Missing($"there is no operation {id}");
        if (OperationStates.IsEnded(operation.CurrentState))
            return new RequestResult.Conflict($"the operation has ended already: {operation.CurrentState}", id);
        db.Add(Message(operation, new CancelOperation(id)));
        await db.SaveChangesAsync(ct);
        return new RequestResult.Accepted(id);
    }

    private static string? Target(object request) => request switch
    {
        SwitchoverRequest move => move.To,
        DrillRequest drill => drill.To,
        _ => null,
    };

    private async Task<OperationState> New(Guid? id, string kind, ClusterSetSpec spec, object? request, CancellationToken ct) => new()
    {
        CorrelationId = id ?? Guid.CreateVersion7(),
        Kind = kind,
        ClusterSet = spec.Name,
        Spec = Wire.ToJson(spec).GetRawText(),
        Request = request is null ? null : Wire.ToJson(request).GetRawText(),
        Context = Wire.ToJson(await contexts.Of(spec, ct)).GetRawText(),
        ActiveSet = spec.Name,
        RequestedAt = clock.GetUtcNow(),
    };

    private async Task<RequestResult> Store(OperationState wanted, bool hasOwnId, CancellationToken ct)
    {
        if (await Known(wanted, hasOwnId, ct) is { } known)
            return known;
        try
        {
            return await Insert(wanted, ct);
        }
        catch (DbUpdateException)
        {
            // Somebody else asked in the same moment: now it is known.
            db.ChangeTracker.Clear();
            return await Known(wanted, hasOwnId, ct) ?? throw new TimeoutException($"could not store operation {wanted.CorrelationId}; ask again");
        }
    }

    private async Task<RequestResult> Insert(OperationState wanted, CancellationToken ct)
    {
        wanted.Send(new RunOperation(wanted.CorrelationId), wanted.RequestedAt);
        wanted.Tell(wanted.RequestedAt, "OperationRequested", $"{wanted.Kind} of {wanted.ClusterSet} was asked for");
        db.Add(wanted);
        if (await db.ClusterSets.FindAsync([wanted.ClusterSet], ct) is not { } set)
            db.Add(new ClusterSetRow { Name = wanted.ClusterSet, Spec = wanted.Spec, LastOperation = wanted.CorrelationId, AppliedAt = wanted.RequestedAt });
        else if (wanted.Kind == ProvisionPlan.Kind)
            (set.Spec, set.LastOperation, set.AppliedAt) = (wanted.Spec, wanted.CorrelationId, wanted.RequestedAt);
        else
            set.LastOperation = wanted.CorrelationId;
        await db.SaveChangesAsync(ct);
        return new RequestResult.Accepted(wanted.CorrelationId);
    }

    private async Task<RequestResult?> Known(OperationState wanted, bool hasOwnId, CancellationToken ct)
    {
        if (hasOwnId && await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.CorrelationId == wanted.CorrelationId, ct) is { } same)
        {
            return AsksTheSame(same, wanted)
                ? new RequestResult.Accepted(same.CorrelationId)
                : new RequestResult.Conflict($"operation {same.CorrelationId} was asked for before with other content; use a new id", same.CorrelationId);
        }

        var running = await Active(wanted.ClusterSet, ct);
        return running switch
        {
            null => null,
            _ when AsksTheSame(running, wanted) => new RequestResult.Accepted(running.CorrelationId),
            _ => Busy(running),
        };
    }

    // What was known of the set, and for requests what the spec was, is not the caller's word.
    private static bool AsksTheSame(OperationState one, OperationState other) =>
        (one.Kind, one.ClusterSet, one.Request) == (other.Kind, other.ClusterSet, other.Request) && (one.Request is not null || one.Spec == other.Spec);

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
