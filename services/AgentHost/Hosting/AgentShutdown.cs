namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>Stops the steps of all agents in this process as soon as the process is asked to stop, while the bus still takes their answers.</summary>
internal sealed class AgentShutdown(IEnumerable<AgentRuntime> agents) : IHostedLifecycleService
{
    private readonly AgentRuntime[] _agents = [.. agents];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A step that does not let go in time is asked again by the Coordinator as one whose agent was killed.
    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_agents.Select(agent => agent.Stop(cancellationToken))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
