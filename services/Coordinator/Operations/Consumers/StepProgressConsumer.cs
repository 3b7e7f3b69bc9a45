using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Notes a sign of life beside the state machine: it decides nothing, and must not collide with an answer.</summary>
public sealed class StepProgressConsumer(CoordinatorDb db, CommitSignal signal, TimeProvider clock) : IConsumer<StepProgress>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<StepProgress> context)
    {
        var (message, now) = (context.Message, clock.GetUtcNow());
        await db.Steps
            .Where(step => step.OperationId == message.OperationId && step.Id == message.StepId && step.Attempt == message.Attempt && step.State == StepStates.Sent)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(step => step.LastSeenAt, now)
                    .SetProperty(step => step.Unanswered, 0)
                    .SetProperty(step => step.Progress, message.Text)
                    .SetProperty(step => step.Percent, message.Percent),
                context.CancellationToken);
        signal.Wake();
    }
}
