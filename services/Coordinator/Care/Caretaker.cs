using Quartz;

namespace ClusterSetSuite.Coordinator.Care;

/// <summary>Does at intervals what nobody asks for. Missing a round or running twice does no harm: every part looks first.</summary>
[DisallowConcurrentExecution]
public sealed partial class Caretaker(DriftLooks drift, ReturnedSites returned, Drills drills, ILogger<Caretaker> logger) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        await Do("looks for drift", drift.Round, cancellationToken);
        await Do("cleans returned sites", returned.Round, cancellationToken);
        await Do("asks for drills", drills.Round, cancellationToken);
    }

    private async Task Do(string what, Func<CancellationToken, Task> round, CancellationToken ct)
    {
        try
        {
            await round(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            RoundFailed(logger, what, e.Message);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "The caretaker {What}: failed, trying again: {Reason}")]
    private static partial void RoundFailed(ILogger logger, string what, string reason);
}
