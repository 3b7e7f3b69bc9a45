using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using Polly;
using Polly.Retry;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Answers and signs of life over a MassTransit bus.</summary>
internal sealed partial class BusAnswers(Func<IBus> bus, BrokerLink link, TimeProvider time, ILogger<BusAnswers> log) : IAnswers, ISigns
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(2);
    private readonly ResiliencePipeline _untilTaken = UntilTaken(time, log);

    public async Task Publish(StepAnswer answer, CancellationToken stopping)
    {
        using var grace = new CancellationTokenSource();
        await using var _ = stopping.Register(() => grace.CancelAfter(LastTry));
        await _untilTaken.ExecuteAsync(
            async ct =>
            {
                await link.UpAgain.WaitAsync(ct);
                using var once = CancellationTokenSource.CreateLinkedTokenSource(ct, link.Lost);
                once.CancelAfter(OneTry);
                await bus().Publish(answer, Mandatory, once.Token);
                link.CountTaken();
            },
            grace.Token);
    }

    public Task Tell(StepProgress progress, CancellationToken ct) => Try(progress, ct);

    public Task Beat(AgentHeartbeat heartbeat, CancellationToken ct) => Try(heartbeat, ct);

    public Task Tell<T>(T sign, CancellationToken ct)
        where T : class => Try(sign, ct);

    // An answer that no queue takes (the Coordinator has not been there yet, or a broker that crashed forgot its binding) comes back as an error and is tried again.
    private static void Mandatory(PublishContext<StepAnswer> context)
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            rabbit.Mandatory = true;
    }

    private async Task Try<T>(T message, CancellationToken ct)
        where T : class
    {
        if (!link.IsUp)
            return;
        using var once = CancellationTokenSource.CreateLinkedTokenSource(ct, link.Lost);
        once.CancelAfter(Sign);
        try
        {
            await bus().Publish(message, once.Token);
            link.CountTaken();
        }
#pragma warning disable CA1031 // whatever the transport throws, a lost sign of life is followed by the next one
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogDropped(typeof(T).Name, e.Message);
        }
    }

    private static ResiliencePipeline UntilTaken(TimeProvider time, ILogger<BusAnswers> log) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is not null && !args.Context.CancellationToken.IsCancellationRequested),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                OnRetry = args =>
                {
                    LogNotTaken(log, args.AttemptNumber + 1, args.Outcome.Exception?.Message);
                    return default;
                },
            })
            .Build();

    [LoggerMessage(110, LogLevel.Warning, "The broker has not taken an answer after {Tries} tries; going on: {Reason}")]
    private static partial void LogNotTaken(ILogger log, int tries, string? reason);

    [LoggerMessage(111, LogLevel.Debug, "{Message} dropped: {Reason}")]
    private partial void LogDropped(string message, string reason);
}
