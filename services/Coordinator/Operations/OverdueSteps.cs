using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Looks for steps without a sign of life and tells the state machine, which decides. Missing a run or running twice does no harm.</summary>
[DisallowConcurrentExecution]
public sealed partial class OverdueSteps(CoordinatorDb db, IBus bus, TimeProvider clock, IOptions<OperationOptions> options, ILogger<OverdueSteps> logger) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await Sweep(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            SweepFailed(logger, e.Message);
        }
    }

    /// <summary>One look.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        var limit = clock.GetUtcNow() - options.Value.SilenceLimit;
        var silent = await db.Steps.AsNoTracking()
            .Where(step => (step.State == StepStates.Sent || step.State == StepStates.Waiting) && step.LastSeenAt <= limit)
            .Where(step => !db.Outbox.Any(row => row.OperationId == step.OperationId && row.StepId == step.Id))
            .ToListAsync(ct);
        if (silent.Count == 0)
            return;
        var endpoint = await bus.GetSendEndpoint(new Uri($"queue:{QueueNames.Coordinator}"));
        foreach (var step in silent)
        {
            object message = step.State == StepStates.Waiting
                ? new StepRetryDue(step.OperationId, step.Id, step.Attempt)
                : new StepOverdue(step.OperationId, step.Id, step.Attempt);
            await endpoint.Send(message, message.GetType(), ct);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "Could not look for overdue steps, trying again: {Reason}")]
    private static partial void SweepFailed(ILogger logger, string reason);
}
