using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClusterSetSuite.AgentHost;

/// <summary>Builds the process of one agent.</summary>
public static class AgentHost
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20); // with the last wait, within the 30 s that Kubernetes gives a pod
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    /// <summary>An agent on RabbitMQ with <c>/healthz</c> (the process lives) and <c>/readyz</c> (the broker is connected and lets it take its commands); run it.</summary>
    /// <param name="args">The command line: settings as <c>--Section:Name=value</c>; secrets only as file paths.</param>
    /// <param name="agentName">One of <see cref="Contracts.AgentNames"/>.</param>
    /// <param name="addSteps">Registers the agent's steps and what they need.</param>
    public static WebApplication Build(string[] args, string agentName, Action<IServiceCollection, IConfiguration> addSteps)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // the probes ask every few seconds
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // and each answer while the broker is away would be a warning with a stack; the bus itself tells of it
        builder.Services.AddAgent(agentName, builder.Configuration, addSteps);
        builder.Services.AddRabbitMqBus(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable }, // the bus calls an agent that can not take its commands degraded
        });
        var agent = app.Services.GetRequiredService<AgentRuntime>(); // wrong options end the process here, with all faults, before anything is connected
        if (agent.LetterBox is { } box)
            app.MapPost(box.Path, box.TakeDirect);
        foreach (var endpoint in agent.Endpoints)
            app.MapGet(endpoint.Path, (RequestDelegate)endpoint.Take);
        return app;
    }

    /// <summary>Runs the agent until it is asked to stop; returns the exit code of its process.</summary>
    public static async Task<int> Run(WebApplication agent)
    {
        await agent.StartAsync();
        await agent.WaitForShutdownAsync();
        var code = agent.Services.GetRequiredService<BrokerWatch>().FoundDeaf ? 1 : 0;
        await End(agent);
        return code;
    }

    /// <summary>Lets go of a stopped agent, and waits for its bus no longer than 5 s.</summary>
    internal static async Task End(WebApplication agent)
    {
        try
        {
            await agent.DisposeAsync().AsTask().WaitAsync(LastWait);
        }
        catch (TimeoutException)
        {
            // A bus whose channel died in the middle of a declaration never lets go of it (seen with MassTransit 8.5 and RabbitMQ.Client 7.2); the end of the process does.
        }
    }
}
