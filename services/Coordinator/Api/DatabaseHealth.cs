using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(CoordinatorDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the database does not answer");
}
