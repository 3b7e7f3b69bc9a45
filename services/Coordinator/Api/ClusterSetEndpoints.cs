using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/clustersets</c>.</summary>
internal static class ClusterSetEndpoints
{
    public static void MapClusterSets(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/clustersets", async (OperationQueries queries, CancellationToken ct) => TypedResults.Ok(await queries.ClusterSets(ct)));
        v1.MapGet("/clustersets/{name}", Get);
        v1.MapPut("/clustersets/{name}", Put).Accepts<string>("application/json", "application/yaml", "text/yaml", "application/x-yaml");
    }

    private static async Task<Results<Ok<ClusterSetView>, ProblemHttpResult>> Get(string name, OperationQueries queries, CancellationToken ct) =>
        await queries.ClusterSet(name, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound($"there is no ClusterSet {name}");

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Put(
        string name,
        [FromHeader(Name = OperationIds.Header)] string? operationId,
        HttpRequest request,
        OperationRequests requests,
        OperationQueries queries,
        CancellationToken ct)
    {
        if (!OperationIds.TryRead(operationId, out var id, out var fault))
            return Problems.Faults([fault]);
        var (spec, faults) = await SpecBody.Read(request, ct);
        if (spec is null)
            return Problems.Faults(faults);
        if (spec.Name != name)
            return Problems.Faults([new SpecFault("name", $"is '{spec.Name}' but the address says '{name}'")]);
        return await Answers.To(await requests.Provision(id, spec, ct), queries, ct);
    }
}
