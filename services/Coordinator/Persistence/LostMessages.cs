using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>An in-memory bus loses what it held when its process ended: puts those messages back at start, so that an embedded Coordinator goes on at once.</summary>
public sealed class LostMessages(IServiceScopeFactory scopes, TimeProvider clock, IOptions<BusOptions> bus, IOptions<OperationOptions> options) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (bus.Value.Transport != "memory")
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        var running = await db.Operations.AsNoTracking().Where(operation => operation.ActiveSet != null).ToListAsync(cancellationToken);
        foreach (var operation in running)
            Ask(db, operation);
        await db.SaveChangesAsync(cancellationToken);

        // Nobody in this process works on them any more, so they count as silent from the start.
        var silent = clock.GetUtcNow() - options.Value.SilenceLimit;
        await db.Steps
            .Where(step => step.State == StepStates.Sent || step.State == StepStates.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(step => step.LastSeenAt, silent), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Ask(CoordinatorDb db, OperationState operation)
    {
        object? message = operation.CurrentState switch
        {
            OperationStates.Initial => new RunOperation(operation.CorrelationId),
            OperationStates.Failed or OperationStates.Cancelled => new ResumeOperation(operation.CorrelationId),
            _ => null,
        };
        if (message is null)
            return;
        db.Add(new OutboxRow
        {
            OperationId = operation.CorrelationId,
            Queue = QueueNames.Coordinator,
            Type = message.GetType().Name,
            Body = Wire.ToJson(message).GetRawText(),
            DueAt = clock.GetUtcNow(),
        });
    }
}
