using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Takes a request from another system, as the API does.</summary>
public sealed class ApplyClusterSetConsumer(OperationRequests requests) : IConsumer<ApplyClusterSet>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<ApplyClusterSet> context)
    {
        var id = context.Message.OperationId;
        var read = SpecDocument.Read(context.Message.Spec.GetRawText());
        if (read.Spec is null)
        {
            await context.RespondAsync(new OperationRejected { OperationId = id, Faults = read.Faults });
            return;
        }

        switch (await requests.Provision(id, read.Spec, context.CancellationToken))
        {
            case RequestResult.Accepted accepted:
                await context.RespondAsync(new OperationAccepted { OperationId = accepted.OperationId, ClusterSet = read.Spec.Name });
                break;
            case RequestResult.Bad bad:
                await context.RespondAsync(new OperationRejected { OperationId = id, Faults = bad.Faults });
                break;
            case RequestResult.Conflict conflict:
                await context.RespondAsync(new OperationRejected { OperationId = id, Faults = [new SpecFault("", conflict.Reason)] });
                break;
        }
    }
}
