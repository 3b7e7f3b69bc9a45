namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>Runs the steady work of all agents in this process, and starts one again that ended with an exception.</summary>
internal sealed partial class AgentWorks(IEnumerable<AgentRuntime> agents, TimeProvider time, ILogger<AgentWorks> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly AgentRuntime[] _agents = [.. agents];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_agents.SelectMany(agent => agent.Works.Select(work => Run(agent, work, stoppingToken))));

    private async Task Run(AgentRuntime agent, IAgentWork work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work.Run(agent.Signs, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever a round throws, the work of an agent must not end for good
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(work.GetType().Name, agent.Identity.Site, e.Message);
            }

            await Task.Delay(Rest, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(120, LogLevel.Error, "{Work} of site {Site} failed and is started again: {Reason}")]
    private partial void LogFailed(string work, string site, string reason);
}
