using ClusterSetSuite.Coordinator.Operations;
using MassTransit;
using MassTransit.Saga;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Opens the database for one message of the state machine; the scope and its <see cref="CoordinatorDb"/> are new for every try.</summary>
public sealed class OperationRepository(CoordinatorDb db, ISagaConsumeContextFactory<CoordinatorDb, OperationState> factory)
    : ISagaRepositoryContextFactory<OperationState>
{
    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateScope("sagaRepository").Add("persistence", db.Database.ProviderName ?? "none");

    /// <inheritdoc/>
    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<OperationState, T>> next)
        where T : class
    {
        using var repository = new OperationRepositoryContext<T>(db, context, factory);
        await next.Send(repository);
    }

    /// <summary>No event of the machine finds its operation in another way than by its id.</summary>
    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<OperationState> query, IPipe<SagaRepositoryQueryContext<OperationState, T>> next)
        where T : class => throw new NotSupportedException("operations are found by their id only");
}
