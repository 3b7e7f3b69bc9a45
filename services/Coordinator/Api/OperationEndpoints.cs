using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/operations</c> and <c>/v1/agents</c>.</summary>
internal static class OperationEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static void MapOperations(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/operations", List);
        v1.MapGet("/operations/{id:guid}", Get);
        v1.MapGet("/operations/{id:guid}/events", Events);
        v1.MapPost("/operations/{id:guid}/resume", async (Guid id, OperationRequests requests, OperationQueries queries, CancellationToken ct) =>
            await Answers.To(await requests.Resume(id, ct), queries, ct));
        v1.MapPost("/operations/{id:guid}/cancel", async (Guid id, OperationRequests requests, OperationQueries queries, CancellationToken ct) =>
            await Answers.To(await requests.Cancel(id, ct), queries, ct));
    }

    public static void MapAgents(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/agents", async (OperationQueries queries, CancellationToken ct) => TypedResults.Ok(await queries.Agents(ct)));

    private static async Task<Ok<IReadOnlyList<OperationView>>> List(OperationQueries queries, CancellationToken ct, int limit = 100) =>
        TypedResults.Ok(await queries.Operations(Math.Clamp(limit, 1, 1000), ct));

    private static async Task<Results<Ok<OperationView>, ProblemHttpResult>> Get(Guid id, OperationQueries queries, CancellationToken ct) =>
        await queries.Operation(id, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound($"there is no operation {id}");

    // Long poll: answers at once when there is something newer than `after`, else when something happens, else empty after `wait` seconds.
    private static async Task<Results<Ok<IReadOnlyList<OperationEventView>>, ProblemHttpResult>> Events(
        Guid id,
        OperationQueries queries,
        CancellationToken ct,
        long after = 0,
        double wait = 20)
    {
        var limit = TimeSpan.FromSeconds(Math.Clamp(double.IsNaN(wait) ? 0 : wait, 0, LongestWait.TotalSeconds));
        return await queries.Events(id, after, limit, ct) is { } events ? TypedResults.Ok(events) : Problems.NotFound($"there is no operation {id}");
    }
}
