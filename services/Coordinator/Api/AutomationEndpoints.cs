using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Failover;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/clustersets/{name}/approve</c>, <c>maintenance</c>, <c>acknowledge</c> and <c>promotions</c>.</summary>
internal static class AutomationEndpoints
{
    private static readonly TimeSpan LongestMaintenance = TimeSpan.FromDays(7);

    public static void MapAutomation(this IEndpointRouteBuilder v1)
    {
        var set = v1.MapGroup("/clustersets/{name}");
        set.MapPost("/approve", Approve);
        set.MapPost("/maintenance", Maintain);
        set.MapPost("/acknowledge", (string name, IAutomation automation, CancellationToken ct) => Answer(name, automation, () => automation.Acknowledge(name, ct)));
        set.MapGet("/promotions", async (string name, OperationQueries queries, CancellationToken ct) => TypedResults.Ok(await queries.Promotions(name, ct)));
    }

    private static Task<Results<Ok<AutomationView>, ProblemHttpResult>> Approve(string name, FailoverRequest body, IAutomation automation) => body.Confirm == name
        ? Answer(name, automation, () => Task.FromResult(automation.Approve(name, "a person", body.To)))
        : Task.FromResult<Results<Ok<AutomationView>, ProblemHttpResult>>(Problems.Faults([new SpecFault("confirm", $"must be '{name}': transactions that were not replicated are lost")]));

    private static Task<Results<Ok<AutomationView>, ProblemHttpResult>> Maintain(string name, MaintenanceRequest body, IAutomation automation, CancellationToken ct) =>
        SpecDuration.Parse(body.For) is { } length && length <= LongestMaintenance
            ? Answer(name, automation, () => automation.Maintain(name, length, ct))
            : Task.FromResult<Results<Ok<AutomationView>, ProblemHttpResult>>(Problems.Faults([new SpecFault("for", $"'{body.For}' is no time from 0s to 168h")]));

    private static async Task<Results<Ok<AutomationView>, ProblemHttpResult>> Answer(string name, IAutomation automation, Func<Task<string?>> ask) =>
        await ask() is { } why ? Problems.Refused(why) : TypedResults.Ok(automation.Of(name)!);
}
