using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Care;

/// <summary>Asks for the drills that are due by the table of a spec. One that was missed by more than a while (the Coordinator was down, the set busy or in maintenance) is left out: a drill must not come as a surprise.</summary>
public sealed partial class Drills(CoordinatorDb db, SpecHistory history, PrimaryNow primary, OperationRequests requests, IAutomation automation, TimeProvider clock, IOptions<CareOptions> options, ILogger<Drills> logger)
{
    /// <summary>One round.</summary>
    public async Task Round(CancellationToken ct)
    {
        foreach (var set in await db.ClusterSets.AsNoTracking().ToListAsync(ct))
        {
            if (set.ReadSpec().Failover.Drill is { } table && DrillSchedule.Due(table, clock.GetUtcNow(), options.Value.DrillWindow) is { } due && due > set.AppliedAt)
                await Ask(set.Name, due, ct);
        }
    }

    // One drill for each time of the table, whoever runs this round.
    private async Task Ask(string set, DateTimeOffset due, CancellationToken ct)
    {
        var id = DerivedId.Of($"drill of {set} at {due:O}");
        if (await db.Operations.AnyAsync(o => o.CorrelationId == id || o.ActiveSet == set, ct) || automation.Of(set)?.MaintenanceUntil is not null)
            return;
        if (await history.InForce(set, ct) is not { } spec)
            return;
        var now = spec with { PrimaryNow = await primary.Of(spec, ct) };
        var request = new DrillRequest { To = Target(now), DueAt = due };
        if (await requests.Ask(id, DrillPlan.Kind, set, request, (known, _) => RequestRules.Faults(request, known), ct) is RequestResult.Refused refused)
            LogRefused(logger, set, refused.Reason);
    }

    // The site that a failover would go to if all replicas had the same.
    private static string Target(ClusterSetSpec spec) => spec.ReplicaSites.Select(site => site.Name)
        .OrderBy(name => spec.Failover.Preference.ToList().IndexOf(name) is >= 0 and var place ? place : int.MaxValue)
        .First();

    [LoggerMessage(1310, LogLevel.Warning, "The drill of {Set} does not begin, asking again while it is due: {Reason}")]
    private static partial void LogRefused(ILogger logger, string set, string reason);
}
