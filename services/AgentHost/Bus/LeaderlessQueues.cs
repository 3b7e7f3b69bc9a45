using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>
/// Deletes a queue that the broker has but lets nobody consume from, before the bus consumes from it. A quorum queue that was declared within a second before its broker crashed
/// comes back without a leader for ever (seen on RabbitMQ 3.10: its log is gone, and a member with an empty log starts no election); consuming from it hangs, and with it everything
/// else on the connection, for minutes. What was in the queue is not lost: the Coordinator asks again.
/// </summary>
internal sealed partial class LeaderlessQueues(IOptions<BusOptions> options, ILogger<LeaderlessQueues> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // a sound queue lets a consumer in within a second, also when it elects a leader

    /// <summary>Deletes the queue where it has no leader; does nothing where it is sound or absent, or the broker is away.</summary>
    public async Task Delete(string queue, CancellationToken ct)
    {
        try
        {
            await Look(queue, ct);
        }
#pragma warning disable CA1031 // whatever the client throws: the bus itself comes to the same broker next, and tells and retries what it meets there
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotLooked(queue, e.Message);
        }
    }

    private async Task Look(string queue, CancellationToken ct)
    {
        await using var connection = await RabbitMqBus.Connect(options.Value, ct);
        try
        {
            if (await LetsConsume(connection, queue, ct))
                return;
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: ct);
            LogDeleted(queue, Patience.TotalSeconds);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            // it was never declared, or the broker forgot it
        }
    }

    // There is no other way to ask: the broker tells the counts of such a queue, and takes its declaration, as if it were sound. What this consumer is given goes back to the queue.
    private static async Task<bool> LetsConsume(IConnection connection, string queue, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.BasicQosAsync(0, 1, global: false, ct);
            await channel.BasicConsumeAsync(queue, autoAck: false, new AsyncEventingBasicConsumer(channel), limit.Token);
            await channel.CloseAsync(ct);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(121, LogLevel.Debug, "Could not look at queue {Queue}: {Reason}")]
    private partial void LogNotLooked(string queue, string reason);

    [LoggerMessage(120, LogLevel.Warning, "Deleted queue {Queue}: the broker has it, but lets nobody consume from it within {Seconds:0} s. It is made anew, and the Coordinator asks again for what was in it")]
    private partial void LogDeleted(string queue, double seconds);
}
