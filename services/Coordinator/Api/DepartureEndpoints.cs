using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>POST /v1/clustersets/{name}/remove</c> and <c>/dissolve</c>.</summary>
internal static class DepartureEndpoints
{
    public static void MapDepartures(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/clustersets/{name}/remove", Remove);
        v1.MapPost("/clustersets/{name}/dissolve", Dissolve);
    }

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Remove(
        string name, [FromHeader(Name = OperationIds.Header)] string? operationId, RemoveRequest body, DepartureRequests requests, OperationQueries queries, CancellationToken ct)
    {
        return OperationIds.TryRead(operationId, out var id, out var fault)
            ? await Answers.To(await requests.Remove(id, name, body, ct), queries, ct)
            : Problems.Faults([fault]);
    }

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Dissolve(
        string name, [FromHeader(Name = OperationIds.Header)] string? operationId, DissolveRequest body, DepartureRequests requests, OperationQueries queries, CancellationToken ct)
    {
        return OperationIds.TryRead(operationId, out var id, out var fault)
            ? await Answers.To(await requests.Dissolve(id, name, body, ct), queries, ct)
            : Problems.Faults([fault]);
    }
}
