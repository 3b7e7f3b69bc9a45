using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Care;

/// <summary>Cleans sites that could not be reached when they left a ClusterSet, as soon as all their agents report again.</summary>
public sealed class ReturnedSites(CoordinatorDb db, SpecHistory history, TimeProvider clock)
{
    /// <summary>Agents report every 5 s; one that has not for this long is not back.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    /// <summary>One round.</summary>
    public async Task Round(CancellationToken ct)
    {
        var departures = await db.Operations.AsNoTracking()
            .Where(o => (o.Kind == RemovePlan.Kind || o.Kind == DissolvePlan.Kind) && o.CurrentState == OperationStates.Completed)
            .OrderBy(o => o.RequestedAt)
            .ToListAsync(ct);
        foreach (var departure in departures)
        {
            var request = Wire.FromJson<DepartureRequest>(JsonElement.Parse(departure.Request!));
            foreach (var site in request.Unreachable)
            {
                if (await IsBack(site, ct) && !await IsSettled(departure, site, ct))
                    await Clean(departure, request with { Sites = [site], Unreachable = [] }, ct);
            }
        }
    }

    private async Task<bool> IsBack(string site, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Fresh;
        return await db.Agents.CountAsync(agent => agent.Site == site && agent.SeenAt >= since, ct) == AgentNames.All.Count;
    }

    // Settled: asked for already, in the set again by the spec in force, or the set is busy now and it is looked at in the next round.
    private async Task<bool> IsSettled(OperationState departure, string site, CancellationToken ct)
    {
        var id = CleanId(departure, site);
        return await db.Operations.AnyAsync(o => o.CorrelationId == id || o.ActiveSet == departure.ClusterSet, ct)
            || (await history.InForce(departure.ClusterSet, ct))?.Site(site) is not null;
    }

    private async Task Clean(OperationState departure, DepartureRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var wanted = new OperationState
        {
            CorrelationId = CleanId(departure, request.Sites[0]),
            Kind = CleanPlan.Kind,
            ClusterSet = departure.ClusterSet,
            Spec = departure.Spec,
            Request = Wire.ToJson(request).GetRawText(),
            Context = departure.Context,
            ActiveSet = departure.ClusterSet,
            RequestedAt = now,
        };
        wanted.Send(new RunOperation(wanted.CorrelationId), now);
        wanted.Tell(now, "OperationRequested", $"site {request.Sites[0]} reports again and is cleaned of {departure.ClusterSet}");
        db.Add(wanted);
        await db.SaveChangesAsync(ct);
    }

    // One cleaning for each departure of a site, whoever runs this round.
    private static Guid CleanId(OperationState departure, string site) => DerivedId.Of(departure.CorrelationId, site);
}
