using ClusterSetSuite.Coordinator.Api;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClusterSetSuite.Coordinator;

/// <summary>Puts the Coordinator's API into a web application.</summary>
public static class CoordinatorApi
{
    /// <summary>Maps everything under <c>/v1</c>, <c>/healthz</c> (the process lives) and <c>/readyz</c> (database and broker answer).</summary>
    public static WebApplication MapCoordinator(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable }, // the bus calls a Coordinator that can not take answers degraded
        });
        var v1 = app.MapGroup("/v1").AddEndpointFilter<BearerToken>();
        v1.MapClusterSets();
        v1.MapMoves();
        v1.MapLooks();
        v1.MapDepartures();
        v1.MapAutomation();
        v1.MapOperations();
        v1.MapAgents();
        return app;
    }
}
