using System.Collections.Concurrent;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts;
using MassTransit;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>
/// Deletes an agent's queue that the broker has but lets nobody consume from, so that the bus makes it anew. A quorum queue that was declared within a second before its
/// broker crashed comes back without a leader for ever (seen on RabbitMQ 3.10: its log is gone, and a member with an empty log starts no election); consuming hangs, and with it
/// everything else on the connection. What was in it is not lost: the Coordinator asks again.
/// </summary>
internal sealed partial class LeaderlessQueues : BackgroundService, IReceiveEndpointObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // a sound queue lets a consumer in within a second, also when it elects a leader
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly IOptions<BusOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderlessQueues> _log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _consuming;

    public LeaderlessQueues(IBusControl bus, IEnumerable<AgentRuntime> agents, IOptions<BusOptions> options, TimeProvider time, ILogger<LeaderlessQueues> log)
    {
        (_options, _time, _log) = (options, time, log);
        _consuming = new(agents.ToDictionary(agent => QueueNames.For(agent.Identity.Name, agent.Identity.Site), _ => NotYet()));
        bus.ConnectReceiveEndpointObserver(this);
    }

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (_consuming.TryGetValue(NameOf(ready.InputAddress), out var consuming))
            consuming.TrySetResult();
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Lost(completed.InputAddress);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Lost(faulted.InputAddress);

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_consuming.Keys.Select(queue => Watch(queue, stoppingToken)));

    private async Task Watch(string queue, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!_consuming[queue].Task.IsCompleted)
                    await Mend(queue, stopping);
            }
#pragma warning disable CA1031 // whatever the client throws, the broker is away or has no such queue: look again
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogAway(e.Message);
            }

            await Task.Delay(Pause, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Mend(string queue, CancellationToken ct)
    {
        await using var connection = await RabbitMqBus.Connect(_options.Value, ct);
        if (await LetsConsume(connection, queue, ct))
            return;
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: ct);
        LogDeleted(queue, Patience.TotalSeconds);
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

    private Task Lost(Uri address)
    {
        if (_consuming.TryGetValue(NameOf(address), out var consuming) && consuming.Task.IsCompleted)
            _consuming[NameOf(address)] = NotYet();
        return Task.CompletedTask;
    }

    private static string NameOf(Uri address) => Uri.UnescapeDataString(address.Segments[^1]);

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(120, LogLevel.Warning, "Deleted queue {Queue}: the broker has it, but lets nobody consume from it within {Seconds:0} s. It is made anew, and the Coordinator asks again for what was in it")]
    private partial void LogDeleted(string queue, double seconds);

    [LoggerMessage(121, LogLevel.Debug, "The broker is away: {Reason}")]
    private partial void LogAway(string reason);
}
