using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>
/// Ends the process with exit code 1 when the broker has taken messages from a connection of its own for a minute and none from the bus: a bus whose channel died in the middle of a
/// declaration stays deaf for ever (seen with MassTransit 8.5 and RabbitMQ.Client 7.2). Kubernetes starts the agent again, and the Coordinator asks again for what ran.
/// </summary>
internal sealed partial class BrokerWatch(BrokerLink link, IOptions<BusOptions> options, IHostApplicationLifetime life, TimeProvider time, ILogger<BrokerWatch> log) : BackgroundService
{
    /// <summary>How long the bus may pass nothing on while the broker takes messages: longer than its own longest way back, a retry of some seconds and a look at a queue without a leader.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Time between two looks; heartbeats come twice in it.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(5);
    private readonly PeriodicTimer _timer = new(Every, time);
    private int _rounds;

    /// <summary>Whether it has ended the process.</summary>
    public bool FoundDeaf { get; private set; }

    /// <summary>How many looks it has ended.</summary>
    internal int Rounds => Volatile.Read(ref _rounds);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var taken = link.Taken;
        long? deafSince = null;
        for (; await Next(stoppingToken); Interlocked.Increment(ref _rounds))
        {
            var before = taken;
            taken = link.Taken;
            if (taken != before || !await BrokerTakes(stoppingToken))
                deafSince = null;
            else if (time.GetElapsedTime(deafSince ??= time.GetTimestamp()) >= Patience)
            {
                LogDeaf(Patience.TotalSeconds);
                FoundDeaf = true;
                life.StopApplication();
            }
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    private async Task<bool> Next(CancellationToken stopping)
    {
        try
        {
            return await _timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // To a queue that does not exist: the broker confirms and drops it. One that is short of memory or disk confirms nothing, and there the bus waits rightly.
    private async Task<bool> BrokerTakes(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(OneTry);
        try
        {
            await using var connection = await RabbitMqBus.Connect(options.Value, limit.Token);
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), limit.Token);
            await channel.BasicPublishAsync(exchange: "", routingKey: "clusterset-suite.probe", body: ReadOnlyMemory<byte>.Empty, limit.Token);
            return true;
        }
#pragma warning disable CA1031 // whatever the client throws: the broker does not take messages now
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    [LoggerMessage(122, LogLevel.Critical, "The broker takes messages, but the bus of this agent has passed none on for {Seconds:0} s: the agent ends, to be started again by Kubernetes")]
    private partial void LogDeaf(double seconds);
}
