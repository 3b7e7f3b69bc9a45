using System.Collections.Concurrent;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Operations;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Delivers what was committed: at once after a commit, and by a sweep for what other processes left. At least once, in order inside an operation.</summary>
public sealed partial class OutboxDelivery(IServiceScopeFactory scopes, IBus bus, CommitSignal signal, TimeProvider clock, ILogger<OutboxDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5); // the broker confirms in milliseconds
    private static readonly TimeSpan HoldOff = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, long> _heldOff = new();

    /// <summary>Delivers what is due now.</summary>
    /// <returns>How many messages were delivered.</returns>
    public async Task<int> DeliverDue(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        await using var transaction = db.Database.IsNpgsql() ? await db.Database.BeginTransactionAsync(ct) : null;
        var delivered = new ConcurrentQueue<OutboxRow>();
        try
        {
            var due = await DueMessages.Take(db, clock.GetUtcNow(), ct);
            await Task.WhenAll(due.GroupBy(row => row.Queue).Where(rows => !IsHeldOff(rows.Key)).Select(rows => DeliverInOrder(rows, delivered, ct)));
        }
        finally
        {
            await Forget(db, transaction, [.. delivered], ct);
        }

        return delivered.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                while (await DeliverDue(stoppingToken) > 0)
                {
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away: the rows stay, and the next sweep tries again.
                DeliveryFailed(logger, e.Message);
                next = Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken);
            }

            await CommitSignal.Wait(next, SweepInterval, clock, stoppingToken);
        }
    }

    // A queue that the broker does not take from us (it has lost its leader, for example) must not hold the commands of all other agents up, so each goes its own way.
    private async Task DeliverInOrder(IGrouping<string?, OutboxRow> rows, ConcurrentQueue<OutboxRow> delivered, CancellationToken ct)
    {
        try
        {
            foreach (var row in rows)
            {
                await Deliver(row, ct);
                delivered.Enqueue(row);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The broker is away, or only this queue: the rows stay, and are tried again after a while.
            QueueFailed(logger, rows.Key ?? "everybody", e.Message);
            _heldOff[rows.Key ?? ""] = clock.GetTimestamp();
        }
    }

    private bool IsHeldOff(string? queue) => _heldOff.TryGetValue(queue ?? "", out var since) && clock.GetElapsedTime(since) < HoldOff;

    private async Task Deliver(OutboxRow row, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SendLimit);
        var message = OutboxMessages.Read(row);
        var pipe = Pipe.Execute<SendContext>(context => (context.MessageId, context.CorrelationId, context.TimeToLive) = (row.MessageId, row.OperationId, row.TimeToLive));
        if (row.Queue is null)
        {
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => (context.MessageId, context.CorrelationId) = (row.MessageId, row.OperationId)), limit.Token);
            return;
        }

        var endpoint = await bus.GetSendEndpoint(AddressOf(row.Queue));
        await endpoint.Send(message, message.GetType(), pipe, limit.Token);
    }

    // Our own queue may have to be made first; an agent makes its own, with its own arguments, behind the exchange of that name.
    private static Uri AddressOf(string queue) => new(queue == QueueNames.Coordinator ? $"queue:{queue}" : $"exchange:{queue}");

    private async Task Forget(CoordinatorDb db, IDbContextTransaction? transaction, List<OutboxRow> delivered, CancellationToken ct)
    {
        if (delivered.Count == 0)
            return;
        var ids = delivered.ConvertAll(row => row.Id);
        await db.Outbox.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(ct);
        foreach (var row in delivered.Where(row => row.StepId is not null))
            await NoteSent(db, row, ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
    }

    // Silence is counted from the delivery, not from the decision: a broker that was away is not the agent's fault.
    private async Task NoteSent(CoordinatorDb db, OutboxRow row, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Steps
            .Where(step => step.OperationId == row.OperationId && step.Id == row.StepId && step.Attempt == row.Attempt && step.State == StepStates.Sent)
            .ExecuteUpdateAsync(set => set.SetProperty(step => step.LastSeenAt, now), ct);
    }

    [LoggerMessage(1101, LogLevel.Warning, "Messages wait in the outbox: {Reason}")]
    private static partial void DeliveryFailed(ILogger logger, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "Messages to {Queue} wait in the outbox: {Reason}")]
    private static partial void QueueFailed(ILogger logger, string queue, string reason);
}
