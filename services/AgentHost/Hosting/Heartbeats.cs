using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>Publishes the heartbeats of all agents in this process.</summary>
internal sealed class Heartbeats(IEnumerable<AgentRuntime> agents, TimeProvider time) : BackgroundService
{
    private readonly AgentRuntime[] _agents = [.. agents];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AgentHeartbeat.Interval, time);
        try
        {
            do
                await Task.WhenAll(_agents.Select(agent => agent.Beat(stoppingToken)));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent is asked to stop; an exception from here would be logged as a failure of the host.
        }
    }
}
