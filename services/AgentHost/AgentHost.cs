using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClusterSetSuite.AgentHost;

/// <summary>Builds the process of one agent.</summary>
public static class AgentHost
{
    /// <summary>An agent on RabbitMQ with <c>/healthz</c> (the process lives) and <c>/readyz</c> (the broker is connected and lets it take its commands); run it.</summary>
    /// <param name="args">The command line: settings as <c>--Section:Name=value</c>; secrets only as file paths.</param>
    /// <param name="agentName">One of <see cref="Contracts.AgentNames"/>.</param>
    /// <param name="addSteps">Registers the agent's steps and what they need.</param>
    public static WebApplication Build(string[] args, string agentName, Action<IServiceCollection, IConfiguration> addSteps)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // the probes ask every few seconds
        builder.Services.AddAgent(agentName, builder.Configuration, addSteps);
        builder.Services.AddRabbitMqBus(builder.Configuration);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable }, // the bus calls an agent that can not take its commands degraded
        });
        app.Services.GetRequiredService<AgentRuntime>(); // wrong options end the process here, with all faults, before anything is connected
        return app;
    }
}
