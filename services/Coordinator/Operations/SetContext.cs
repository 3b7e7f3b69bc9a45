using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Puts together what is known of a set now.</summary>
public sealed class SetContext(CoordinatorDb db, PrimaryNow primary, TimeProvider clock)
{
    private static readonly TimeSpan Patience = AgentHeartbeat.Interval * 3;

    /// <summary>For a new operation.</summary>
    public async Task<OperationContext> Of(ClusterSetSpec spec, CancellationToken ct)
    {
        var limit = clock.GetUtcNow() - Patience;
        var reporting = await db.Agents.AsNoTracking().Where(agent => agent.Agent == AgentNames.MySql && agent.SeenAt >= limit).Select(agent => agent.Site).ToListAsync(ct);
        return new OperationContext
        {
            PrimarySite = await primary.Of(spec, ct),
            Silent = [.. spec.Sites.Select(site => site.Name).Where(name => !reporting.Contains(name))],
        };
    }
}
