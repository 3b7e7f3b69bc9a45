using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/clustersets/{name}/switchover</c>, <c>drill</c>, <c>drills</c>, <c>failover</c> and <c>rejoin</c>.</summary>
internal static class MoveEndpoints
{
    public static void MapMoves(this IEndpointRouteBuilder v1)
    {
        var set = v1.MapGroup("/clustersets/{name}");
        set.MapPost("/switchover", (string name, SwitchoverRequest body, OperationAsker asker, CancellationToken ct) =>
            asker.Ask(SwitchoverPlan.Kind, name, body, (spec, _) => RequestRules.Faults(body, spec), ct));
        set.MapPost("/drill", async (string name, DrillRequest body, OperationAsker asker, IAutomation automation, CancellationToken ct) => body.Isolate && Unready(name, automation.Of(name)) is { } why
            ? Problems.Refused(why)
            : await asker.Ask(body.Isolate ? IsolationPlan.Kind : DrillPlan.Kind, name, body with { DueAt = null }, (spec, _) => RequestRules.Faults(body, spec), ct));
        set.MapGet("/drills", async (string name, OperationQueries queries, CancellationToken ct) => TypedResults.Ok(await queries.Drills(name, ct)));
        set.MapPost("/failover", async (string name, FailoverRequest body, OperationAsker asker, IAutomation automation, CancellationToken ct) => automation.Of(name) is { Enforced: true }
            ? Problems.Refused($"the detector of {name} holds the authority: approve its failover instead (POST /v1/clustersets/{name}/approve; the command clusterset failover does)")
            : await asker.Ask(FailoverPlan.Kind, name, body, (spec, context) => RequestRules.Faults(body, spec, context), ct));
        set.MapPost("/rejoin", (string name, RejoinRequest body, OperationAsker asker, CancellationToken ct) =>
            asker.Ask(RejoinPlan.Kind, name, body, (spec, context) => RequestRules.Faults(body, spec, context), ct));
        set.MapGet("/failover", Evidence);
    }

    /// <summary>Why no site is cut off now: nothing would replace it by itself.</summary>
    internal static string? Unready(string set, AutomationView? automation) => automation switch
    {
        null => $"no detector watches over {set}, so nothing would replace a site that is cut off: it takes failover: {{mode: automatic}} in the spec, and a Coordinator with PostgreSQL",
        { Enforced: false } => $"the right to write is not enforced on {set}, so the site would go on taking writes while it is cut off: it takes failover: {{mode: automatic}} in the spec",
        { IsPromoting: true } => $"the detector of {set} is making another site the primary",
        { MaintenanceUntil: { } until } => $"{set} is in maintenance until {until:u} (clusterset maintenance {set} --end)",
        { HeldBy: { Count: > 0 } holds } => $"nothing would replace a site that is cut off now: {string.Join("; ", holds)}",
        _ => null,
    };

    private static async Task<Results<Ok<FailoverEvidenceView>, ProblemHttpResult>> Evidence(
        string name, string? to, CoordinatorDb db, SetContext contexts, Observations observations, TimeProvider clock, CancellationToken ct)
    {
        if (await db.ClusterSets.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, ct) is not { } row)
            return Problems.NotFound($"there is no ClusterSet {name}");
        var context = await contexts.Of(row.ReadSpec(), ct);
        var spec = row.ReadSpec() with { PrimaryNow = context.PrimarySite };
        var faults = RequestRules.Faults(new FailoverRequest { To = to ?? "", Confirm = name }, spec, context with { Silent = [] }).ToList();
        return faults.Count > 0
            ? Problems.Faults(faults)
            : TypedResults.Ok(FailoverEvidence.Of(spec, to!, context, await observations.Of([.. spec.Sites.Select(site => site.Name)], ct), clock.GetUtcNow()));
    }
}
