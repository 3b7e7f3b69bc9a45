using ClusterSetSuite.Coordinator.Operations;
using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Loads and commits one operation for one message: its state, steps, inbox, outbox and audit in one transaction.</summary>
internal sealed class OperationRepositoryContext<T>(
    CoordinatorDb db,
    ConsumeContext<T> message,
    ISagaConsumeContextFactory<CoordinatorDb, OperationState> factory) : ConsumeContextScope<T>(message), SagaRepositoryContext<OperationState, T>, IDisposable
    where T : class
{
    private readonly ConsumeContext<T> _message = message;

    public Task<SagaConsumeContext<OperationState, T>> Add(OperationState instance) => Context(_message, instance, SagaConsumeContextMode.Add);

    // The requester makes the row together with the message, so there is never one to insert here.
    public Task<SagaConsumeContext<OperationState, T>> Insert(OperationState instance) => Task.FromResult<SagaConsumeContext<OperationState, T>>(null!);

    public async Task<SagaConsumeContext<OperationState, T>> Load(Guid correlationId)
    {
        var operation = await db.Operations.Include(o => o.Steps).AsSplitQuery().SingleOrDefaultAsync(o => o.CorrelationId == correlationId, CancellationToken);
        return operation is null ? null! : await Context(_message, operation, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<OperationState> context)
    {
        db.Add(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<OperationState> context) => db.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<OperationState> context)
    {
        db.Remove(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<OperationState> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<OperationState> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<OperationState, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext,
        OperationState instance,
        SagaConsumeContextMode mode)
        where TMessage : class => Context(consumeContext, instance, mode);

    public void Dispose()
    {
    }

    private Task<SagaConsumeContext<OperationState, TMessage>> Context<TMessage>(ConsumeContext<TMessage> context, OperationState instance, SagaConsumeContextMode mode)
        where TMessage : class => factory.CreateSagaConsumeContext(db, context, instance, mode);
}
