using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>What follows from an operation that is completed: sites leave the stored spec, a dissolved set is forgotten, drift is repaired where the spec says so. Taken twice, it does nothing more.</summary>
public sealed class AftermathConsumer(CoordinatorDb db, OperationRequests requests) : IConsumer<OperationEnded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<OperationEnded> context)
    {
        var ct = context.CancellationToken;
        var ended = await db.Operations.AsNoTracking().Include(o => o.Steps).SingleOrDefaultAsync(o => o.CorrelationId == context.Message.OperationId, ct);
        if (ended?.CurrentState != OperationStates.Completed)
            return;
        switch (ended.Kind)
        {
            case RemovePlan.Kind:
                await Shrink(ended, ct);
                break;
            case DissolvePlan.Kind:
                await Untouched(ended).ExecuteDeleteAsync(ct);
                break;
            case OperationKinds.Drift when ended.Steps.Exists(SpecHistory.IsDrift):
                await Repair(ended, ct);
                break;
        }
    }

    // A later apply has said what the spec is, and that there is a set.
    private IQueryable<ClusterSetRow> Untouched(OperationState departure) => db.ClusterSets.Where(set =>
        set.Name == departure.ClusterSet
        && !db.Operations.Any(o => o.ClusterSet == departure.ClusterSet && o.Kind == ProvisionPlan.Kind && o.RequestedAt > departure.RequestedAt));

    private Task<int> Shrink(OperationState removal, CancellationToken ct)
    {
        var spec = Wire.ToJson(SpecHistory.Remaining(removal)).GetRawText();
        return Untouched(removal).ExecuteUpdateAsync(set => set.SetProperty(row => row.Spec, spec), ct);
    }

    // Refused while something else runs; the next look finds the drift again.
    private async Task Repair(OperationState look, CancellationToken ct)
    {
        var spec = Wire.FromJson<ClusterSetSpec>(JsonElement.Parse(look.Spec));
        if (spec.Repair == RepairMode.Automatic && await db.ClusterSets.AnyAsync(set => set.Name == look.ClusterSet && set.Spec == look.Spec, ct))
            await requests.Provision(RepairId(look.CorrelationId), spec, ct);
    }

    // The same look always asks for the same repair.
    private static Guid RepairId(Guid look)
    {
        var bytes = look.ToByteArray();
        bytes[15] ^= 0xff;
        return new Guid(bytes);
    }
}
