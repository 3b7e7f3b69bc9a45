using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/clustersets</c>.</summary>
internal static class ClusterSetEndpoints
{
    /// <summary>The header with the caller's operation id.</summary>
    public const string OperationIdHeader = "Operation-Id";

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
        [FromHeader(Name = OperationIdHeader)] string? operationId,
        HttpRequest request,
        OperationRequests requests,
        OperationQueries queries,
        CancellationToken ct)
    {
        Guid? id = null;
        if (operationId is not null)
        {
            if (!Guid.TryParse(operationId, out var given))
                return Problems.Faults([new SpecFault("", $"the header {OperationIdHeader} must be a UUID, not '{operationId}'")]);
            id = given;
        }

        var (spec, faults) = await SpecBody.Read(request, ct);
        if (spec is null)
            return Problems.Faults(faults);
        if (spec.Name != name)
            return Problems.Faults([new SpecFault("name", $"is '{spec.Name}' but the address says '{name}'")]);
        return await Answers.To(await requests.Provision(id, spec, ct), queries, ct);
    }
}
